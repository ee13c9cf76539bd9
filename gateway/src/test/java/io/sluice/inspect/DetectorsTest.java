package io.sluice.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Finding;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DetectorsTest {
  private static final Inspector INSPECTOR = new Inspector(InspectSettings.DEFAULT);
  private static final Samples SAMPLES = new Samples(7);

  /** The finds of a text, as {@code type:value}. */
  private static List<String> finds(String text) {
    return INSPECTOR.scan(text).bySegment().getFirst().stream()
        .map(found -> found.type() + ":" + cut(text, found))
        .toList();
  }

  private static String cut(String text, Finding found) {
    return text.substring(found.span().start(), found.span().end());
  }

  /** Type, what stands before, the value, what stands after. */
  record Case(String type, String before, String value, String after) {}

  static Stream<Case> values() {
    return Stream.of(
        new Case("email", "write to ", "ann.o_neil+x@mail.example.org", "."),
        new Case("email", "<", "a@b.co", ">"),
        new Case("email", "mailto:", "A%B@Sub-Domain.example", "?subject=x"),
        new Case("email", "path\\n", "kim@firm.example", " said"),
        new Case("email", "é", "lea@firm.example", "é"),
        new Case("email", "…", "lea@firm.example", "-bis"),
        new Case("email", "to ..", "lea@firm.example", ".."),
        new Case("card", "pay ", Samples.luhn("411122223333444"), ", thanks"),
        new Case("card", "pay ", "3714 4963539 8431".replace(" ", ""), " x"),
        new Case("card", "no. ", grouped(Samples.luhn("552233445566778"), " "), " exp 12/29"),
        new Case("card", "x=", grouped(Samples.luhn("601112345678901"), "-"), "\n"),
        new Case("card", "{\"n\":", Samples.luhn("622112345678901234"), "}"),
        new Case("card", "2 ", Samples.luhn("411122223333444"), " 12/29 123"),
        new Case("card", "\\n", Samples.luhn("411122223333444"), "\\n"),
        new Case("iban", "to ", Samples.iban("DE", "500105175407324931"), "."),
        new Case("iban", "to ", grouped(Samples.iban("GB", "WEST12345698765432"), " "), " today"),
        new Case("iban", "(", Samples.iban("NO", "86011117947"), ")"),
        new Case("iban", "IBAN:", Samples.iban("FR", "20041010050500013M02606"), ""),
        new Case("phone", "call ", "+49 30 9018 2034", " now"),
        new Case("phone", "tel:", "+14155550132", ";"),
        new Case("phone", "", "+1 (415) 555-0132", " 100 pieces"),
        new Case("phone", "\t", "+44 20-7946-0958", "."),
        new Case("credential", "key=", "sk-" + SAMPLES.word(48), "\n"),
        new Case("credential", "'", "sk-" + "ant-api03-" + SAMPLES.word(80) + "-_AA", "'"),
        new Case("credential", "", "AKIA" + "Q3EGRT7ZP2WX6NVB", ""),
        new Case("credential", "t: ", "ghp_" + SAMPLES.word(36), ","),
        new Case(
            "credential", "t: ", "github_pat_" + SAMPLES.word(22) + "_" + SAMPLES.word(59), ""),
        new Case(
            "credential", "t: ", "xoxb-" + "123456789012-210987654321-" + SAMPLES.word(24), ""),
        new Case("credential", "?key=", "AIza" + SAMPLES.word(35), "&x"),
        new Case("credential", " ", "glpat-" + SAMPLES.word(20), " "),
        new Case("credential", "Bearer ", SAMPLES.callerKey(), ""),
        new Case("credential", "my password is '", "centipede", "', keep it"),
        new Case("credential", "The password is ", "JD+2023x", "."),
        new Case("credential", "connect --user ann --password ", "Blue7lake!", " --now"),
        new Case("credential", "authorization: Basic ", "YW5uOmJsdWUtbGFrZS03", "\r\n"),
        new Case("credential", "Authorization: Bearer ", "mQ_7.B2f-9.1JqM", "\n"),
        new Case("credential", "APP_MAIL_PASS=", "whiteduke", "\n"),
        new Case("credential", "private: \"", SAMPLES.word(24), "\""),
        new Case("credential", "k:\n", SAMPLES.privateKey(), "\nend"),
        new Case("credential", "k: ", SAMPLES.privateKey().replace("\n", "\\n"), "\""));
  }

  private static String grouped(String text, String separator) {
    return text.replaceAll("(.{4})(?=.)", "$1" + separator);
  }

  @ParameterizedTest
  @MethodSource("values")
  void a_value_is_found_exactly_where_it_stands(Case given) {
    assertThat(finds(given.before + given.value + given.after))
        .containsExactly(given.type + ":" + given.value);
  }

  @ParameterizedTest
  @MethodSource("values")
  void what_stands_far_before_a_value_changes_nothing(Case given) {
    String text = given.before + given.value + given.after;
    for (String find : finds("x".repeat(200) + " " + text)) {
      assertThat(find).isEqualTo(given.type + ":" + given.value);
    }
  }

  static Stream<String> lookAlikes() {
    String card = Samples.luhn("411122223333444");
    return Stream.of(
        "EMAIL_Z09Y2KEYM5 EMAIL_1DQA6JWF1A",
        "a @ b.com, @handle, me@localhost, x@1.2.3, npm i left@1.0.0",
        "icon@2x.png and banner@3x.webp",
        "git@host.example:team/repo.git",
        "a.@b.com",
        "wrong check digit " + card.substring(0, 15) + (card.charAt(15) == '0' ? '1' : '0'),
        "longer number 9" + card + " and " + card + "9",
        "decimal 0." + card + " and " + card + ".25",
        "id a" + card + " and " + card + "b",
        "row 1234 " + grouped(card, " "),
        "order 10-" + card,
        "unknown issuer " + Samples.luhn("999922223333444"),
        "moment 1700000000000 and 1700000000000000000",
        "uuid 4a1c7e52-41d2-4f4e-9c3b-5e0f2a7d6c11",
        Samples.iban("DE", "500105175407324931").replace("DE", "XX"),
        Samples.iban("DE", "500105175407324931") + "7",
        "Q" + Samples.iban("DE", "500105175407324931"),
        "DE00500105175407324931",
        "sum 2+123456789, C++ 11, +0100, +12 34, 1e+1234567890",
        "+1234567890123456789",
        "sk-" + "x".repeat(48),
        "sk-your-api-key-goes-here-123456",
        "sk-" + "abcdefghijklmnopqrstuvwxyz0123456789",
        "scikit sk-learn-contrib-imbalanced-learn",
        "task-" + SAMPLES.word(48),
        "AKIA" + "IOSFODNN7EXAMPLE",
        "AKIA" + "Q3EGRT7ZP2WX6NVBZ and XAKIA" + "Q3EGRT7ZP2WX6NVB",
        "ghp_" + "0".repeat(36),
        "ghp_short",
        "sluice_0000000000_" + "0".repeat(40) + "_0000000",
        "the line -----BEGIN PRIVATE KEY----- opens a key",
        "-----BEGIN CERTIFICATE-----\n" + SAMPLES.word(64) + "\n-----END CERTIFICATE-----",
        "| a | b |\n|------|------|\n",
        "{\"keyword\": \"how to change my password\",\n  \"time\": \"2022-02-01\"}",
        "{'access_time': '2022-02-10T08:30:00Z'}",
        "\"file_paths\": [\"/tmp/9781058cc5e14e45b8dd2ac0215de6d5/report_8765309.pdf\"]",
        "<a href=\"#securitypolicyapikey\">BackendSecurityPolicyAPIKey</a>",
        "the password is incorrect, and a password is 'required'",
        "read --password $PASS or -password {password} from it",
        "Authorization: Basic realm, Authorization: Bearer your_token_here",
        "");
  }

  @ParameterizedTest
  @MethodSource("lookAlikes")
  void what_only_looks_like_a_value_is_left_alone(String text) {
    assertThat(finds(text)).isEmpty();
  }

  @Test
  void of_two_that_overlap_the_longer_stays_but_a_key_always() {
    String card = Samples.luhn("411122223333444");
    assertThat(finds(card + "@firm.example")).containsExactly("email:" + card + "@firm.example");
    String key = "gho_" + SAMPLES.word(36);
    assertThat(finds("https://me:" + key + "@git.example/x")).containsExactly("credential:" + key);
    assertThat(finds("ann@firm.example,bob@firm.example"))
        .containsExactly("email:ann@firm.example", "email:bob@firm.example");
  }

  @Test
  void any_text_takes_steps_in_proportion_to_its_length() {
    for (String unit :
        List.of(
            "a",
            "@",
            "a@",
            "a@b.",
            "4",
            "4 ",
            "4-",
            "44444444 ",
            "1",
            "DE1",
            "DE12 ",
            "+1",
            "+1 ",
            "sk-",
            " sk-",
            "sk-a ",
            "_",
            "ghp_",
            "-",
            "----- ",
            "-----BEGIN ",
            "K",
            "AKIA",
            "AIza",
            "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----a",
            "xoxb-",
            "\ud800",
            "sluice_",
            " sluice_0",
            "漢",
            "a.b-c_d+e%",
            "\\n",
            "AIza AIza",
            "password is ",
            "authorization: basic A",
            "key=",
            "password\",")) {
      var window = new Window(unit.repeat(40_000 / unit.length()), true);
      new Scanner(Inspector.shipped()).scan(window, 0);
      assertThat(window.steps()).as(unit).isLessThan(100L * 40_000);
    }
  }

  @Test
  void a_word_of_a_megabyte_and_lone_surrogates_do_no_harm() {
    String word = SAMPLES.word(1_000).repeat(1_000);
    assertThat(finds(word + "@firm.example")).hasSize(1);
    assertThat(finds("sk-" + word)).hasSize(1);
    assertThat(finds("\udc00ann@firm.example\ud800")).containsExactly("email:ann@firm.example");
  }
}
