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

/** The page of field lessons names tests that exist, for every lesson of the foundation. */
class FieldLessonsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("sluice.root", "..")).toAbsolutePath().normalize();
  private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern METHOD = Pattern.compile("\\bvoid (\\w+)\\(");
  private static final List<Integer> FOUNDATION =
      List.of(1, 2, 4, 5, 6, 7, 9, 10, 11, 13, 15, 18, 19, 20, 22, 23);

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/field-lessons.md"));
  }

  private static Map<String, List<String>> tests() throws IOException {
    var all = new TreeMap<String, List<String>>();
    try (var files = Files.walk(ROOT.resolve("gateway/src/test/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        var methods = METHOD.matcher(Files.readString(file)).results();
        all.put(name, methods.map(found -> found.group(1)).toList());
      }
    }
    return all;
  }

  @Test
  void every_test_that_is_named_exists() throws IOException {
    var tests = tests();
    var wrong = new ArrayList<String>();
    int named = 0;
    var found = NAMED.matcher(page());
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
    String page = page();
    for (int lesson : FOUNDATION) {
      assertThat(page.lines().anyMatch(line -> line.startsWith("| " + lesson + " |")))
          .as("lesson " + lesson)
          .isTrue();
    }
  }
}
