import { ValidationError } from '../lib/errors';

interface QuestionBase {
  id: string;
  text: string;
  weight?: number;
  required?: boolean;
}

export interface SingleChoice extends QuestionBase {
  type: 'single';
  options: string[];
  correct: number;
}

export interface MultipleChoice extends QuestionBase {
  type: 'multiple';
  options: string[];
  correct: number[];
}

export interface ScaleQuestion extends QuestionBase {
  type: 'scale';
  min: number;
  max: number;
  reverse?: boolean;
}

export interface NumericQuestion extends QuestionBase {
  type: 'numeric';
  answer: number;
  tolerance?: number;
}

export interface TextQuestion extends QuestionBase {
  type: 'text';
  keywords: string[];
}

export type Question =
  SingleChoice | MultipleChoice | ScaleQuestion | NumericQuestion | TextQuestion;

export type Answer = number | number[] | string | null;
export type Answers = Record<string, Answer | undefined>;

export interface QuestionScore {
  questionId: string;
  points: number;
  outOf: number;
  answered: boolean;
}

export interface ScoreResult {
  score: number;
  passed: boolean;
  band: 'excellent' | 'good' | 'fair' | 'poor';
  breakdown: QuestionScore[];
}

/** 0..1 for one question. */
export function gradeAnswer(question: Question, answer: Answer | undefined): number {
  if (answer === undefined || answer === null) return 0;
  switch (question.type) {
    case 'single':
      return answer === question.correct ? 1 : 0;
    case 'multiple':
      return gradeMultiple(question, answer);
    case 'scale': {
      if (typeof answer !== 'number') return 0;
      const bounded = Math.max(question.min, Math.min(question.max, answer));
      const share = (bounded - question.min) / (question.max - question.min);
      return question.reverse ? 1 - share : share;
    }
    case 'numeric': {
      const value = typeof answer === 'string' ? Number(answer.replace(',', '.')) : answer;
      if (typeof value !== 'number' || Number.isNaN(value)) return 0;
      const off = Math.abs(value - question.answer);
      const tolerance = question.tolerance ?? 0;
      if (off <= tolerance) return 1;
      return tolerance > 0 && off <= tolerance * 2 ? 0.5 : 0;
    }
    case 'text': {
      if (typeof answer !== 'string' || question.keywords.length === 0) return 0;
      const words = new Set(answer.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
      const found = question.keywords.filter((word) => words.has(word.toLowerCase()));
      return found.length / question.keywords.length;
    }
  }
}

// each right option counts, each wrong one takes the same away, never below nothing
function gradeMultiple(question: MultipleChoice, answer: Answer): number {
  if (!Array.isArray(answer) || question.correct.length === 0) return 0;
  const chosen = new Set(answer);
  let right = 0;
  let wrong = 0;
  for (const option of chosen) {
    if (question.correct.includes(option)) right++;
    else wrong++;
  }
  return Math.max(0, (right - wrong) / question.correct.length);
}

export function scoreAnswers(
  questions: Question[],
  answers: Answers,
  passMark: number,
): ScoreResult {
  const breakdown = questions.map((question): QuestionScore => {
    const outOf = question.weight ?? 1;
    const answer = answers[question.id];
    return {
      questionId: question.id,
      points: round(gradeAnswer(question, answer) * outOf),
      outOf,
      answered: answer !== undefined && answer !== null && answer !== '',
    };
  });
  const points = breakdown.reduce((sum, entry) => sum + entry.points, 0);
  const outOf = breakdown.reduce((sum, entry) => sum + entry.outOf, 0);
  const score = outOf === 0 ? 0 : Math.round((points / outOf) * 100);
  return { score, passed: score >= passMark, band: bandOf(score), breakdown };
}

export function bandOf(score: number): ScoreResult['band'] {
  if (score >= 90) return 'excellent';
  if (score >= 75) return 'good';
  if (score >= 50) return 'fair';
  return 'poor';
}

export function missingRequired(questions: Question[], answers: Answers): string[] {
  return questions
    .filter((question) => question.required)
    .filter((question) => {
      const answer = answers[question.id];
      return (
        answer === undefined ||
        answer === null ||
        answer === '' ||
        (Array.isArray(answer) && answer.length === 0)
      );
    })
    .map((question) => question.id);
}

export function validateQuestions(questions: Question[]): void {
  const fields: Record<string, string> = {};
  const seen = new Set<string>();
  if (questions.length === 0) fields.questions = 'at least one';
  for (const question of questions) {
    const problem = questionProblem(question, seen);
    if (problem) fields[question.id || 'questions'] = problem;
    seen.add(question.id);
  }
  if (Object.keys(fields).length > 0) {
    throw new ValidationError('The questions have mistakes', fields);
  }
}

function questionProblem(question: Question, seen: Set<string>): string | null {
  if (!question.id) return 'needs an id';
  if (seen.has(question.id)) return 'the id is used twice';
  if (question.text.trim() === '') return 'needs a text';
  if (question.weight !== undefined && question.weight <= 0) return 'the weight must be positive';
  switch (question.type) {
    case 'single':
      if (question.options.length < 2) return 'needs two options';
      return question.options[question.correct] === undefined ? 'the answer is no option' : null;
    case 'multiple':
      if (question.correct.length === 0) return 'needs a right option';
      return question.correct.some((index) => question.options[index] === undefined)
        ? 'the answer is no option'
        : null;
    case 'scale':
      return question.max <= question.min ? 'the scale is empty' : null;
    case 'numeric':
      return (question.tolerance ?? 0) < 0 ? 'the tolerance must not be negative' : null;
    case 'text':
      return question.keywords.length === 0 ? 'needs keywords' : null;
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
