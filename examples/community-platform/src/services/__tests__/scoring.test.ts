import { Question, bandOf, gradeAnswer, scoreAnswers } from '../scoring';

const single: Question = {
  id: 'q1',
  type: 'single',
  text: 'Which one?',
  options: ['a', 'b', 'c'],
  correct: 1,
};

const multiple: Question = {
  id: 'q2',
  type: 'multiple',
  text: 'Which ones?',
  options: ['a', 'b', 'c', 'd'],
  correct: [0, 2],
  weight: 2,
};

describe('gradeAnswer', () => {
  it('gives a point for the right option', () => {
    expect(gradeAnswer(single, 1)).toBe(1);
    expect(gradeAnswer(single, 0)).toBe(0);
  });

  it('gives nothing for no answer', () => {
    expect(gradeAnswer(single, undefined)).toBe(0);
    expect(gradeAnswer(single, null)).toBe(0);
  });

  it('takes wrong options off', () => {
    expect(gradeAnswer(multiple, [0, 2])).toBe(1);
    expect(gradeAnswer(multiple, [0])).toBe(0.5);
    expect(gradeAnswer(multiple, [0, 1])).toBe(0);
  });

  it('is patient with numbers', () => {
    const soil: Question = { id: 'q3', type: 'numeric', text: 'pH?', answer: 7, tolerance: 0.2 };
    expect(gradeAnswer(soil, '7,1')).toBe(1);
    expect(gradeAnswer(soil, 9)).toBe(0);
  });

  // TODO scale, text
});

describe('scoreAnswers', () => {
  it('adds up with weights', () => {
    const result = scoreAnswers([single, multiple], { q1: 1, q2: [0] }, 60);
    expect(result.score).toBe(67);
    expect(result.passed).toBe(true);
    expect(result.band).toBe('fair');
  });

  it('knows the bands', () => {
    expect(bandOf(95)).toBe('excellent');
    expect(bandOf(10)).toBe('poor');
  });
});
