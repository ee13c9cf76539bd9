package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages of field lessons and of proofs name tests that exist; the lessons of the foundation all
 * have some.
 */
class FieldLessonsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("sluice.root", "..")).toAbsolutePath().normalize();
  private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern METHOD = Pattern.compile("(?:\\bvoid|Dynamic\\w+>) (\\w+)\\(");
  private static final List<Integer> FOUNDATION =
      List.of(1, 2, 4, 5, 6, 7, 9, 10, 11, 13, 15, 18, 19, 20, 22, 23);

  private static String page(String name) throws IOException {
    return Files.readString(ROOT.resolve("docs").resolve(name));
  }

  private static Map<String, List<String>> tests() throws IOException {
    var all = new TreeMap<String, List<String>>();
    for (String module : List.of("ledger", "sim", "gateway")) {
      try (var files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          var methods = METHOD.matcher(Files.readString(file)).results();
          all.put(name, methods.map(found -> found.group(1)).toList());
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"field-lessons.md", "proofs.md"})
  void every_test_that_is_named_exists(String page) throws IOException {
    var tests = tests();
    var wrong = new ArrayList<String>();
    int named = 0;
    var found = NAMED.matcher(page(page));
    while (found.find()) {
      named++;
      if (!tests.getOrDefault(found.group(1), List.of()).contains(found.group(2))) {
        wrong.add(found.group());
      }
    }
    assertThat(named).isGreaterThan(FOUNDATION.size());
    assertThat(wrong).isEmpty();
  }

  @Test
  void every_lesson_of_the_foundation_has_a_row() throws IOException {
    String page = page("field-lessons.md");
    for (int lesson : FOUNDATION) {
      assertThat(page.lines().anyMatch(line -> line.startsWith("| " + lesson + " |")))
          .as("lesson " + lesson)
          .isTrue();
    }
  }
}
