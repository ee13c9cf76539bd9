package io.sluice.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaTest {
  /** Schema, value, and the word that it does not keep to; a dash: it keeps to all. */
  private static final String TABLE =
      """
      {"type":"object"}                                   ; {}                     ; -
      {"type":"object"}                                   ; []                     ; type
      {"type":["string","null"]}                          ; null                   ; -
      {"type":"integer"}                                  ; 1.0                    ; -
      {"type":"integer"}                                  ; 1.5                    ; type
      {"type":"string","nullable":true}                   ; null                   ; -
      {"required":["a"]}                                  ; {"b":1}                ; required
      {"properties":{"a":{"type":"string"}}}              ; {"a":1}                ; type
      {"properties":{"a":{}},"additionalProperties":false}; {"a":1}                ; -
      {"properties":{"a":{}},"additionalProperties":false}; {"b":1}                ; additionalProperties
      {"patternProperties":{"^x-":{"type":"number"}}}     ; {"x-a":"b"}            ; type
      {"propertyNames":{"maxLength":1}}                   ; {"ab":1}               ; maxLength
      {"enum":["a",1,{"b":[2]}]}                          ; {"b":[2.0]}            ; -
      {"enum":["a",1]}                                    ; "b"                    ; enum
      {"const":{"a":1,"b":2}}                             ; {"b":2,"a":1}          ; -
      {"minimum":3}                                       ; 2.9999999999999999999  ; minimum
      {"exclusiveMaximum":3}                              ; 3                      ; exclusiveMaximum
      {"maximum":3,"exclusiveMaximum":true}               ; 3                      ; exclusiveMaximum
      {"multipleOf":0.1}                                  ; 0.3                    ; -
      {"multipleOf":0.1}                                  ; 0.35                   ; multipleOf
      {"maxLength":1}                                     ; "\\ud83d\\ude00"       ; -
      {"pattern":"^[a-z[&]+$"}                            ; "a[&"                  ; -
      {"pattern":"^a$"}                                   ; "a\\n"                 ; pattern
      {"items":{"type":"number"}}                         ; [1,"2"]                ; type
      {"prefixItems":[{"type":"string"}],"items":false}   ; ["a"]                  ; -
      {"prefixItems":[{"type":"string"}],"items":false}   ; ["a","b"]              ; items
      {"items":[{"type":"string"}],"additionalItems":false}; ["a","b"]             ; additionalItems
      {"uniqueItems":true}                                ; [1,{"a":1},{"a":1.0}]  ; uniqueItems
      {"contains":{"const":1},"minContains":2}            ; [1,2]                  ; contains
      {"anyOf":[{"type":"string"},{"minimum":5}]}         ; 4                      ; minimum
      {"oneOf":[{"minimum":1},{"minimum":2}]}             ; 3                      ; oneOf
      {"not":{"type":"string"}}                           ; "a"                    ; not
      {"if":{"minimum":9},"then":{"multipleOf":2}}        ; 9                      ; multipleOf
      {"dependentRequired":{"a":["b"]}}                   ; {"a":1}                ; dependentRequired
      {"dependencies":{"a":{"minProperties":2}}}          ; {"a":1}                ; minProperties
      {"$ref":"#/$defs/n","$defs":{"n":{"type":"number"}}}; "a"                    ; type
      {"properties":{"next":{"$ref":"#"}},"required":["v"]}; {"v":1,"next":{"next":{}}} ; required
      {"title":"t","format":"email","x-own":[1]}          ; "no address"           ; -
      true                                                ; 1                      ; -
      """;

  @TestFactory
  Stream<DynamicTest> a_value_keeps_to_its_schema_or_the_word_is_named() {
    return TABLE.lines().map(line -> DynamicTest.dynamicTest(line, () -> check(line.split(";"))));
  }

  private static void check(String[] row) throws JsonException {
    String wanted = row[2].strip();
    var flaw = schema(row[0]).flaw(json(row[1]));
    assertThat(flaw.orElse("-")).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$ref\":\"https://elsewhere.example/s\"}",
        "{\"$ref\":\"#/nothing\"}",
        "{\"$dynamicRef\":\"#a\"}",
        "{\"properties\":{\"a\":{\"unevaluatedProperties\":false}}}",
        "{\"pattern\":\"(\"}",
        "{\"type\":\"text\"}",
        "{\"required\":true}",
        "{\"minLength\":\"3\"}",
        "{\"multipleOf\":0}",
        "{\"allOf\":{}}",
        "[]"
      })
  void a_schema_that_cannot_be_checked_whole_is_refused_whole(String schema) {
    assertThatThrownBy(() -> schema(schema)).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"pattern\":\"^(a+)+$\"}", // backtracks without end
        "{\"pattern\":\"^(a|b|c|d)*$\"}", // goes as deep as the text is long
        "{\"allOf\":[{\"$ref\":\"#\"}]}", // refers to itself
      })
  void a_check_has_an_end(String schema) throws JsonException {
    String text = "\"" + "a".repeat(200_000) + "!\"";
    assertThat(schema(schema).flaw(json(text))).contains("too much to check");
  }

  @Test
  void the_flaw_of_a_long_list_is_found_in_bounded_steps() throws JsonException {
    String items = "1,".repeat(20_000) + "2";
    assertThat(schema("{\"uniqueItems\":true}").flaw(json("[" + items + "]")))
        .contains("uniqueItems");
  }

  private static JsonSchema schema(String text) throws JsonException {
    return JsonSchema.of(json(text));
  }

  private static Json json(String text) throws JsonException {
    return Json.parse(Bytes.utf8(text.strip()), JsonLimits.DEFAULT);
  }
}
