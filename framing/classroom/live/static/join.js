// Where a whole class joins at once, some wait for their turn: their form sends itself again.
setTimeout(() => document.querySelector("form[data-again]").requestSubmit(), 2000 + 4000 * Math.random());
