package io.sluice.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What says something of a person: numbers with check digits, and values that a word names. */
class PersonalDetectorsTest {
  private static final Inspector INSPECTOR = new Inspector(InspectSettings.DEFAULT);

  private static List<String> finds(String text, boolean json) {
    var found = json ? INSPECTOR.scanJson(text) : INSPECTOR.scan(text);
    return found.bySegment().getFirst().stream()
        .map(one -> one.type() + ":" + text.substring(one.span().start(), one.span().end()))
        .toList();
  }

  /** Type, what stands before, the value. */
  record Case(String type, String before, String value) {}

  static Stream<Case> values() {
    return Stream.of(
        new Case("national_id", "ssn ", "219-09-9999"),
        new Case("national_id", "on file: ", "219-09-9999"),
        new Case("national_id", "", "529.982.247-25"),
        new Case("national_id", "", "2341 2341 2346"),
        new Case("national_id", "", "11010519491231002X"),
        new Case("national_id", "NIR ", "2 55 08 14 168 025 38"),
        new Case("national_id", "DNI ", "12345678Z"),
        new Case("national_id", "", "RSSMRA85T10A562S"),
        new Case("national_id", "Steuer-ID ", "86095742719"),
        new Case("national_id", "SIN ", "130 692 544"),
        new Case("national_id", "", "AB123456C"),
        new Case("national_id", "passport number ", "X1234567"),
        new Case("medical_record", "NHS number ", "943 476 5919"),
        new Case("medical_record", "MRN: ", "00123456"),
        new Case("medical_record", "patient id ", "A-99812"),
        new Case("date_of_birth", "born on ", "12 March 1984"),
        new Case("date_of_birth", "date of birth: ", "1984-03-12"),
        new Case("date_of_birth", "geboren am ", "12.03.1984"),
        new Case("address", "She lives at ", "221 Baker Street"),
        new Case("phone", "call me at ", "030 9018 2034"),
        new Case("phone", "", "(415) 555-0132"),
        new Case("ip_address", "server at ", "8.8.8.8"),
        new Case("ip_address", "", "2001:4860:4860::8888"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void a_value_is_found_where_it_stands(Case given) {
    assertThat(finds(given.before + given.value + "\n", false))
        .containsExactly(given.type + ":" + given.value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "666-12-3456",
        "000-12-3456",
        "900-12-3456",
        "219-00-9999",
        "529.982.247-26",
        "111.111.111-11",
        "2341 2341 2347",
        "110105194912310021",
        "255081416802539",
        "12345678A",
        "RSSMRA85T10A562T",
        "86095742719",
        "Steuer-ID 86095742718",
        "130 692 544",
        "SIN 130 692 545",
        "QQ123456C",
        "on 12 March 1984 we met",
        "hosts 10.0.0.1, 127.0.0.1 and 192.168.1.7"
      })
  void a_wrong_check_digit_or_no_name_is_no_value(String text) {
    assertThat(finds(text, false)).isEmpty();
  }

  @Test
  void in_json_the_key_says_what_a_value_is() {
    String json =
        """
        {"ssn": "219099999", "dob": "1984-03-12", "phone": "0171 5551234", \
        "patient_id": "A99812", "full_name": "Ann Lee", "cardNumber": "503802053770", \
        "street_address": "9 b", "street_number": "77", "ssn_type": "string", "name": "index"}\
        """;
    assertThat(finds(json, true))
        .containsExactly(
            "national_id:219099999",
            "date_of_birth:1984-03-12",
            "phone:0171 5551234",
            "medical_record:A99812",
            "person_name:Ann Lee",
            "card:503802053770",
            "address:9 b",
            "address:77");
  }

  @Test
  void source_code_is_told_from_prose_about_it() {
    String code =
        """
        public static void main(String[] args) {
          for (int i = 0; i < n; i++) {
            total += values[i];
          }
          return total;
        }
        """;
    assertThat(finds(code, false)).hasSize(1).allMatch(one -> one.startsWith("source_code:"));
    assertThat(finds("The main method returns the total of all values, if there are any.", false))
        .isEmpty();
  }
}
