import { getCountries, getExampleNumber } from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { describe, expect, test } from "vitest";
import { makeTimeZones } from "./make-time-zones";
import { pickTimeZones, timeZonesOf } from "./time-zones";
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

  test("of a toll-free number are those from coast to coast", () => {
    const zones = timeZonesOf("+18005550100");

    expect([zones[0], zones.at(-1)]).toEqual(["America/New_York", "America/Los_Angeles"]);
    expect(zones).toContain("America/Chicago");
  });

  const ALASKA = ["America/Adak", "America/Anchorage"];
  const WEST = ["America/Denver", "America/Phoenix", "America/Los_Angeles"];
  test.each([
    ["one of its zones", ALASKA, "America/Anchorage", ["America/Anchorage"]],
    ["another name of the same clock", ALASKA, "America/Juneau", ["America/Anchorage"]],
    ["the like of several", ["Europe/Berlin", "Europe/Paris"], "Europe/Rome", "all"],
    ["a zone in which it cannot be", ALASKA, "Pacific/Honolulu", "all"],
    [
      "a zone that is near, for a number of one zone",
      ["America/New_York"],
      "America/Chicago",
      "all",
    ],
    ["Honolulu, for a number in New York", ["America/New_York"], "Pacific/Honolulu", "all"],
    // Phoenix keeps Denver's time in winter and that of Los Angeles in summer.
    ["a clock that is not changed", WEST, "America/Phoenix", ["America/Phoenix"]],
    ["nothing", ALASKA, null, "all"],
  ])("are picked by the person's word: %s", (_, zones, stated, expected) => {
    for (const at of ["2026-01-15T12:00:00Z", "2026-07-15T12:00:00Z"])
      expect(pickTimeZones(zones, stated, new Date(at))).toEqual(
        expected === "all" ? zones : expected,
      );
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
