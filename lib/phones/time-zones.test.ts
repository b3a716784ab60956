import { getCountries, getExampleNumber } from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { describe, expect, test } from "vitest";
import { makeTimeZones } from "./make-time-zones";
import { timeZonesOf } from "./time-zones";
import table from "./time-zones.json";

describe("the time zones of a number", () => {
  test.each([
    ["+18645550100", ["America/New_York"]],
    ["+16716480000", ["Pacific/Guam"]],
    ["+19075550100", ["America/Adak", "America/Anchorage"]],
    ["+12042550000", ["America/Winnipeg"]],
    ["+4989123456", ["Europe/Berlin"]],
  ])("%s: %j", (phone, zones) => {
    expect(timeZonesOf(phone)).toEqual(zones);
  });

  test("of a toll-free number are those of both coasts", () => {
    expect(timeZonesOf("+18005550100")).toEqual(["America/New_York", "America/Los_Angeles"]);
  });

  test("are zones that exist, for a number of every country", () => {
    for (const country of getCountries()) {
      const phone = getExampleNumber(country, examples)?.number;
      if (!phone) continue;
      for (const timeZone of timeZonesOf(phone))
        expect(
          () => new Intl.DateTimeFormat("en", { timeZone }),
          `${country} ${timeZone}`,
        ).not.toThrow();
    }
  });

  test("are those of the package's table: npm run phones:time-zones writes it", () => {
    expect(table).toEqual(makeTimeZones());
  });
});
