"""Room classroom: questions with answers and passages, as files that learning platforms import."""

from framing.classroom.quiz.write import FORMATS, QuizFiles, write_quiz

__all__ = ["FORMATS", "QuizFiles", "write_quiz"]
