import { smallNumber } from "./numbers";
import { plain } from "./text";

export type Bound = "after" | "before" | "around";

/** What words say of a time, before it is known what they mean on a calendar. */
export type TimeWords = {
  day?:
    | { kind: "offset"; days: number }
    | { kind: "weekday"; weekday: number; week?: "this" | "next" | "later" }
    | { kind: "date"; day: number; month?: number; year?: number; weekday?: number };
  part?: "first" | "morning" | "noon" | "afternoon" | "evening";
  clock?: { hour: number; minute: number; half?: "am" | "pm" };
  until?: { hour: number; minute: number; half?: "am" | "pm" };
  /** Minutes from the call. */
  inMinutes?: number;
  bound?: Bound;
  /** Words of time that name no instant: "next week". */
  vague?: string;
  /** Words of time that are left over or contradict: nothing is concluded then. */
  rest?: string;
};

const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const WEEKDAY =
  "(?:(sun|mon|tues|wednes|thurs|fri|satur)day|(mon|tue|tues|wed|thu|thur|thurs|fri)\\b)(?:'?s\\b|s\\b)?";
const MONTH =
  "(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\.?";
const CLOCK =
  "(\\d{1,2})(?:(?::| )(\\d\\d))?(?: ?o'clock)?(?: ?(a\\.?m|p\\.?m)\\b\\.?)?(?! ?(?:st|nd|rd|th|hours?|hrs?|days?|weeks?|minutes?|mins?|years?|months?|%|percent|dollars|bucks|[/:\\d]))";
/** Without "at", a bare number is an hour only where nothing else can follow it: "one guy" is none. */
const CLOCK_MARKED = CLOCK.replace(
  "(?:(?::| )(\\d\\d))?",
  "(?:(?::| )([0-5]\\d)|(?= ?(?:o'clock|[ap]\\.?m)))",
);
const CLOCK_BARE =
  "(?<=(?:^|~|[,.;]|\\b(?:maybe|say|like|it|earliest|be|is|do|perhaps|probably))\\s+)(\\d{1,2})(?=\\s*(?:$|~|[,.;!?]|(?:in|on|or|sharp|would|works|and|if|is|then|ok)\\b))(?![.,:]\\d)";

const ORDINALS =
  "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(
    " ",
  );

/** "Half past two" becomes "half past 2", "the twenty-third" "the 23rd", "nine thirty" "9 30", "twenty twenty-six" "2026". */
export function withDigits(said: string): string {
  return plain(said)
    .replace(/(?<=[a-z])-(?=[a-z])/g, " ")
    .replace(
      /\b(?:twentieth|thirtieth|thirty[ -]first|(?:twenty) (?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))\b/g,
      (words) => {
        const [tens = "", unit] = words.split(" ");
        const base = tens.startsWith("thirt") ? 30 : 20;
        return `${base + (unit ? ORDINALS.indexOf(unit) : 0)}th`;
      },
    )
    .replace(/\bfirst thing\b/g, "earlymorning")
    .replace(/\bfirst(?= (?:available|opening|slot|appointment|of all|thing))/g, "")
    .replace(/\b(a|one|half a|per|just a|every) second\b/g, "$1 moment")
    .replace(
      // "See it first" and "a second visit" are no dates.
      new RegExp(
        `(?<=\\b(?:the|day|on|${MONTHS.join("\\w*|")}\\w*) )(?:${ORDINALS.slice(1).join("|")})\\b|\\b(?:${ORDINALS.slice(1).join("|")})(?= of (?:${MONTHS.join("|")}))`,
        "g",
      ),
      (word) => `${ORDINALS.indexOf(word)}th`,
    )
    .replace(/\b(\d{1,2})(?:st|nd|rd)\b/g, "$1th")
    .replace(
      /\b(twenty|thirty|forty|fifty) (one|two|three|four|five|six|seven|eight|nine)\b/g,
      (_all, tens, unit) => `${(smallNumber(tens) ?? 0) + (smallNumber(unit) ?? 0)}`,
    )
    .replace(/\b(?:twenty|20) (\d\d)\b(?=[\s,.]*$)/g, "20$1")
    .replace(
      /\b(?:oh|o) (one|two|three|four|five|six|seven|eight|nine)\b/g,
      (_all, unit) => `0${smallNumber(unit)}`,
    )
    .replace(/\b\p{L}+\b/gu, (word) => `${smallNumber(word) ?? word}`)
    .replace(/\b(?:swing|stop|come|drop|pop|get|go|pass)(?:s|ping|ing)? by\b/g, "come")
    .replace(/\bnoonish\b/g, "around noon")
    .replace(/\b(\d{1,2})[ -]?ish\b/g, "around $1");
}

/** Takes apart what was said of a time. Every word of time has to be used; what is left is in `rest`. Pure. */
export function readTimeWords(said: string): TimeWords {
  let text = ` ${withDigits(said)} `;
  const words: TimeWords = {};
  const take = (pattern: string, use: (groups: (string | undefined)[]) => void) => {
    text = text.replace(new RegExp(`\\b${pattern}`), (_all, ...groups) => {
      use(groups.slice(0, -2));
      return " ~ ";
    });
  };
  const setDay = (day: NonNullable<TimeWords["day"]>) => {
    if (words.day) words.rest = "more than one day";
    words.day ??= day;
  };

  readRelative(take, words, setDay);
  readDays(take, words, setDay);
  take("(?:earlymorning)(?: in the morning)?\\b", () => {
    words.part = "first";
  });
  take(
    "(?:(?:in|during) the |this |early |mid ?)*(morning|afternoon|evening)s?\\b(?: time)?",
    ([part]) => {
      words.part ??= part as "morning";
    },
  );
  take("(?:noon|midday|12 o'clock noon|lunch ?time|lunch)\\b", () => {
    words.part = "noon";
  });
  take("(?:to)night\\b|at night\\b|after work\\b", () => {
    words.part = "evening";
  });
  readClock(take, words);
  take("(?:around|about|approximately|roughly|ish|maybe|say)\\b", () => {
    words.bound ??= "around";
  });
  // "Three Eastern" may be another clock than theirs.
  const zone =
    /\b(?:eastern|central time|mountain time|pacific|[ecmp][sd]t|gmt|utc|bst|your time)\b/.exec(
      text,
    );
  if (zone) words.rest ??= zone[0];
  const left = text.match(
    new RegExp(
      `\\b\\d+(?:th)?\\b|\\b${WEEKDAY}|\\b(?:tomorrow|today|tonight|noon|morning|afternoon|evening|week|weekend|month|year|${MONTHS.filter((month) => month !== "mar" && month !== "may").join("|")})\\b`,
    ),
  );
  if (left) words.rest ??= left[0];
  return words;
}

type Take = (pattern: string, use: (groups: (string | undefined)[]) => void) => void;
type SetDay = (day: NonNullable<TimeWords["day"]>) => void;

function readRelative(take: Take, words: TimeWords, setDay: SetDay): void {
  const vague = (what: string) => () => {
    words.vague = what;
  };
  take(
    "(?:in|within|after) (?:a )?(?:few|several|couple(?: of)?|some) (?:more )?(?:hours?|minutes?|days?|weeks?|months?)\\b",
    vague("no exact time"),
  );
  take("(?:in|within) \\d+ (?:to|or) \\d+ (?:hours?|minutes?|days?|weeks?)\\b", vague("a span"));
  take(
    "within (?:a|an|the|\\d+) (?:next )?(?:hours?|minutes?|days?|weeks?)\\b",
    vague("a limit, not a time"),
  );
  take(
    "in (?:about |around )?(?:half an|a half) hour\\b|in (?:about |around )?a half[- ]hour\\b",
    () => {
      words.inMinutes = 30;
    },
  );
  take("in (?:about |around )?(an|\\d+) (?:and a half hours?|hours? and a half)\\b", ([count]) => {
    words.inMinutes = (count === "an" ? 1 : Number(count)) * 60 + 30;
  });
  take(
    "in (?:about |around )?(an?|\\d+)(?: more)? (hours?|hrs?|minutes?|mins?)\\b",
    ([count, unit = ""]) => {
      words.inMinutes =
        (/^an?$/.test(count ?? "") ? 1 : Number(count)) * (unit.startsWith("h") ? 60 : 1);
    },
  );
  take("(an?|\\d+) (hours?|minutes?) from now\\b", ([count, unit = ""]) => {
    words.inMinutes =
      (/^an?$/.test(count ?? "") ? 1 : Number(count)) * (unit.startsWith("h") ? 60 : 1);
  });
  take(`(?:a|1) week from ${WEEKDAY}`, ([full, short]) =>
    setDay({ kind: "weekday", weekday: weekdayNumber(full ?? short), week: "later" }),
  );
  take(
    "(?:in (a|\\d+) (days?|weeks?)|(a|\\d+) (days?|weeks?) from (?:today|now))\\b",
    ([count, unit, other, otherUnit]) => {
      const number = (count ?? other) === "a" ? 1 : Number(count ?? other);
      setDay({
        kind: "offset",
        days: number * ((unit ?? otherUnit ?? "").startsWith("w") ? 7 : 1),
      });
    },
  );
}

function readDays(take: Take, words: TimeWords, setDay: SetDay): void {
  const month = (name = "") => MONTHS.indexOf(name.slice(0, 3)) + 1;
  const date = (
    weekday: string | undefined,
    day: string | undefined,
    name?: string,
    year?: string,
  ) =>
    setDay({
      kind: "date",
      day: Number(day),
      ...(name && { month: month(name) }),
      ...(year && { year: Number(year) }),
      ...(weekday && { weekday: weekdayNumber(weekday) }),
    });
  const before = `(?:${WEEKDAY},? )?(?:on )?(?:the )?`;
  take(
    `${before}(\\d{1,2})(?:th)?(?: of)? ${MONTH}(?:,? (20\\d\\d))?\\b`,
    ([full, short, day, name, year]) => date(full ?? short, day, name, year),
  );
  take(
    `${before}${MONTH} (?:the )?(\\d{1,2})(?:th)?(?:,? (20\\d\\d))?\\b(?! ?(?::|[ap]\\.?m))`,
    ([full, short, name, day, year]) => date(full ?? short, day, name, year),
  );
  // "The second crew" is no date: a day of the month ends its phrase, unless a day of the week goes before.
  const phraseEnd =
    "(?=\\s*(?:$|[,.;!?~]|(?:at|in|or|of|works|would|will|is|looks|around|about|after|between|if|then|and|first)\\b))";
  take(`${WEEKDAY},? (?:on )?(?:the )?(\\d{1,2})th\\b`, ([full, short, day]) =>
    date(full ?? short, day),
  );
  take(`(?:on )?(?:the )?(\\d{1,2})th\\b${phraseEnd}`, ([day]) => date(undefined, day));
  take("(?:the )?day after tomorrow\\b", () => setDay({ kind: "offset", days: 2 }));
  take(
    `(?:(next|this|the following|this coming|coming) )?(?:on )?${WEEKDAY}(?: (next week|this week|week|after next))?`,
    ([which, full, short, week]) => {
      const later = week === "week" || week === "after next" ? "later" : undefined;
      const kind =
        week === "next week" || which === "next" || which === "the following"
          ? "next"
          : which === "this" || week === "this week"
            ? "this"
            : undefined;
      setDay({ kind: "weekday", weekday: weekdayNumber(full ?? short), week: later ?? kind });
    },
  );
  take(`next week(?:,? on)?,? ${WEEKDAY}`, ([full, short]) =>
    setDay({ kind: "weekday", weekday: weekdayNumber(full ?? short), week: "next" }),
  );
  take("tomorrow\\b(?:'s)?", () => setDay({ kind: "offset", days: 1 }));
  take("(?:later )?today\\b|later on\\b", () => setDay({ kind: "offset", days: 0 }));
  take("this (?=morning|afternoon|evening)|(?=tonight\\b)", () =>
    setDay({ kind: "offset", days: 0 }),
  );
  take(
    "(?:early |late |some ?time |later |the end of |end of |beginning of )*(?:next|this|the following|following) (?:week|month|weekend|year)\\b|(?:the |over the )?weekend\\b|(?:the )?end of the (?:week|day|month)\\b|(?:the )?other day\\b|soon\\b|some ?day\\b|(?:a )?week or (?:two|2|so)\\b",
    () => {
      words.vague = "no exact day";
    },
  );
}

function readClock(take: Take, words: TimeWords): void {
  const half = (mark: string | undefined) =>
    mark ? ((mark.startsWith("a") ? "am" : "pm") as "am" | "pm") : undefined;
  const set = (hour: number, minute: number, mark?: string) => {
    if (words.clock) words.rest ??= "more than one time";
    if (hour > 24 || minute > 59) words.rest ??= "no time of day";
    words.clock ??= { hour, minute, half: half(mark) };
  };
  take("(?:at )?half (?:past )?(\\d{1,2})(?: ?(a\\.?m|p\\.?m)\\b)?", ([hour, mark]) =>
    set(Number(hour), 30, mark),
  );
  take(
    "(?:at )?(?:a )?(quarter|20|10|5|25) (past|after|to|till|of|before) (\\d{1,2})(?: ?(a\\.?m|p\\.?m)\\b)?",
    ([count, side, hour, mark]) => {
      // "Ten to two" is ten minutes before two, or four hours.
      if (side === "to" && Number(count) <= 12) words.rest ??= `${count} to ${hour}`;
      const minutes = count === "quarter" ? 15 : Number(count);
      const isAfter = side === "past" || side === "after";
      set(isAfter ? Number(hour) : Number(hour) - 1 || 12, isAfter ? minutes : 60 - minutes, mark);
    },
  );
  take(
    `(?:between |from )?${CLOCK} ?(?:and|to|-|–) ?${CLOCK}`,
    ([hour, minute, mark, hour2, minute2, mark2]) => {
      set(Number(hour), Number(minute ?? 0), mark ?? mark2);
      words.until = { hour: Number(hour2), minute: Number(minute2 ?? 0), half: half(mark2) };
    },
  );
  take(
    "(?:any ?time |some ?time )?(after|past|from|before|by|until|till|around|about)(?=\\s+(?:~|\\d|noon|midday|half|quarter|a quarter|lunch|work))",
    ([word = ""]) => {
      words.bound = /after|past|from/.test(word)
        ? "after"
        : /around|about/.test(word)
          ? "around"
          : "before";
    },
  );
  take(`(?:at |@ )${CLOCK}`, ([hour, minute, mark]) =>
    set(Number(hour), Number(minute ?? 0), mark),
  );
  take(CLOCK_MARKED, ([hour, minute, mark]) => set(Number(hour), Number(minute ?? 0), mark));
  take(CLOCK_BARE, ([hour]) => set(Number(hour), 0));
}

const weekdayNumber = (name = ""): number => WEEKDAYS.indexOf(name.slice(0, 3));
