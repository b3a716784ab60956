/** An order to the terminal that is none; what the program prints shows how it is written. */
export class Usage extends Error {}
