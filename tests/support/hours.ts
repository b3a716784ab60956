/** Hours of one minute a week, and never the one that is. */
export const hoursFarAway = (): string => {
  const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  return `${days[(new Date().getUTCDay() + 2) % 7]} 12:00-12:01`;
};
