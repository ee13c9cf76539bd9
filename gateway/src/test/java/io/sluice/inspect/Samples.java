package io.sluice.inspect;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/** Values that detectors must find, and texts around them, made anew from a seed. */
public final class Samples {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final String WORDS = LETTERS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final String OURS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final List<String> PROSE =
      List.of(
          "please look at ",
          "line\nbreak ",
          "tab\there ",
          "\"quoted\" ",
          "back\\slash ",
          "naïve ",
          "漢字 ",
          "🎈 ",
          "a/b ",
          "\u0001 ",
          "\u2028 ",
          "EMAIL_",
          "CARD_12 ",
          "e-mail me: ",
          "42 ",
          "+7 ",
          "sk-",
          "DE ",
          "x@y ",
          "lone \ud83d half ",
          "---- ",
          "(",
          ") ",
          ", ",
          ". ");

  private final Random random;

  /** The same seed, the same samples. */
  public Samples(long seed) {
    random = new Random(seed);
  }

  /** A number below {@code bound}. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** Some prose that holds nothing. */
  public String prose() {
    return PROSE.get(random.nextInt(PROSE.size()));
  }

  /** A value of any type. */
  public String value() {
    return switch (random.nextInt(6)) {
      case 0 -> email();
      case 1 -> card();
      case 2 -> iban();
      case 3 -> "+49 30 " + digits(7);
      case 4 -> "sk-" + "proj-" + drawn(WORDS, 40);
      default -> privateKey();
    };
  }

  /** An address. */
  public String email() {
    return drawn(LETTERS, 4) + "." + drawn(WORDS, 5) + "@" + drawn(LETTERS, 6) + ".example";
  }

  /** A card number, plain or in groups. */
  public String card() {
    String digits = luhn("4" + digits(14));
    String separator = List.of("", " ", "-").get(random.nextInt(3));
    return String.join(
        separator,
        digits.substring(0, 4),
        digits.substring(4, 8),
        digits.substring(8, 12),
        digits.substring(12));
  }

  /** A German account number, plain or in groups. */
  public String iban() {
    String plain = iban("DE", digits(18));
    return random.nextBoolean() ? plain : plain.replaceAll("(.{4})(?=.)", "$1 ");
  }

  /** A private key that opens nothing. */
  public String privateKey() {
    String dashes = "-".repeat(5);
    return dashes
        + "BEGIN PRIVATE KEY"
        + dashes
        + "\n"
        + drawn(WORDS, 64)
        + "\n"
        + drawn(WORDS, 20)
        + "==\n"
        + dashes
        + "END PRIVATE KEY"
        + dashes;
  }

  /** A caller key that nobody was given. */
  public String callerKey() {
    String body = "sluice" + "_" + drawn(OURS, 10) + "_" + drawn(OURS, 40);
    var crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    var text = new StringBuilder(body).append('_');
    for (int shift = 30; shift >= 0; shift -= 5) {
      text.append(OURS.charAt((int) (crc.getValue() >>> shift) & 31));
    }
    return text.toString();
  }

  /** Letters and digits drawn at random. */
  public String word(int length) {
    return drawn(WORDS, length);
  }

  /** {@code digits} with the Luhn check digit behind them. */
  public static String luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
      sum += i % 2 == 0 ? doubled : digit;
    }
    return digits + (10 - sum % 10) % 10;
  }

  /** An account number with its check digits. */
  public static String iban(String country, String account) {
    var turned = new StringBuilder();
    for (char c : (account + country + "00").toCharArray()) {
      turned.append(Character.digit(c, 36));
    }
    int rest = new BigInteger(turned.toString()).mod(BigInteger.valueOf(97)).intValue();
    return country + "%02d".formatted(98 - rest) + account;
  }

  private String digits(int length) {
    return drawn("0123456789", length);
  }

  private String drawn(String from, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(from.charAt(random.nextInt(from.length())));
    }
    return text.toString();
  }
}
