package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Sizes and words of the sources of every module. The lists of exceptions only shrink. */
class TidyTest {
  private static final int FILE_LINES = 420;
  private static final int METHOD_LINES = 45;
  private static final int PARAMETERS = 4;
  private static final int COMPONENTS = 7;

  /** Records that a wire or a book of rules gives more components than seven. */
  private static final Set<String> WIDE_RECORDS = Set.of();

  private static final Pattern VAGUE =
      Pattern.compile(
          "\\b(?:class|record|interface|enum) (\\w*(?:Manager|Helper|Util|Utils|Impl|Base|Common|Data|Info))\\b");
  private static final Pattern DECLARES =
      Pattern.compile(
          "(?m)^ {2,6}(?:(?:public|protected|private|static|final|abstract|synchronized|default|sealed)"
              + " )*(?:<[^>{;]*> )?[\\w.<>\\[\\],? @]+ \\w+\\(([^;{}]*)\\)(?: throws [\\w., ]+)? \\{$");
  private static final Pattern RECORD =
      Pattern.compile("\\brecord (\\w+)(?:<[^{(]*>)?\\(([^{]*)\\)");

  private static final Path ROOT =
      Path.of(System.getProperty("sluice.root", "..")).toAbsolutePath().normalize();

  private record Source(Path path, String text) {
    List<String> lines() {
      return text.lines().toList();
    }

    String name() {
      return ROOT.relativize(path).toString();
    }
  }

  private static List<Source> sources() throws IOException {
    var all = new ArrayList<Source>();
    for (String module : List.of("ledger", "sim", "gateway", "bench")) {
      try (var files = Files.walk(ROOT.resolve(module).resolve("src"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          all.add(new Source(file, Files.readString(file)));
        }
      }
    }
    assertThat(all).hasSizeGreaterThan(20);
    return all;
  }

  @Test
  void files_stay_readable() throws IOException {
    var wrong = new ArrayList<String>();
    for (Source source : sources()) {
      int lines = source.lines().size();
      if (lines > FILE_LINES) {
        wrong.add(source.name() + " has " + lines + " lines");
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void methods_stay_short_and_take_few_parameters() throws IOException {
    var wrong = new ArrayList<String>();
    for (Source source : sources()) {
      var found = DECLARES.matcher(source.text());
      while (found.find()) {
        if (found.group().contains("record ")) {
          continue;
        }
        String where = source.name() + ":" + line(source.text(), found.start());
        int parameters = count(found.group(1));
        if (parameters > PARAMETERS) {
          wrong.add(where + " takes " + parameters + " parameters");
        }
        int length = length(source.text(), found.end());
        if (length > METHOD_LINES) {
          wrong.add(where + " is " + length + " lines long");
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void records_have_few_components() throws IOException {
    var wrong = new ArrayList<String>();
    for (Source source : sources()) {
      var found = RECORD.matcher(source.text());
      while (found.find()) {
        int components = count(found.group(2));
        if (components > COMPONENTS && !WIDE_RECORDS.contains(found.group(1))) {
          wrong.add(source.name() + ": " + found.group(1) + " has " + components);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void names_say_what_a_thing_is() throws IOException {
    var wrong = new ArrayList<String>();
    for (Source source : sources()) {
      var found = VAGUE.matcher(source.text());
      while (found.find()) {
        wrong.add(source.name() + ": " + found.group(1));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void nothing_is_left_for_later() throws IOException {
    var later = Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|X" + "XX|HA" + "CK)\\b");
    var wrong = new ArrayList<String>();
    for (Source source : sources()) {
      if (later.matcher(source.text()).find()) {
        wrong.add(source.name());
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static int line(String text, int offset) {
    return (int) text.substring(0, offset).lines().count() + 1;
  }

  /** Commas outside brackets, plus one. */
  private static int count(String parameters) {
    String plain = parameters.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("@\\w+\\([^)]*\\)", "");
    if (plain.isBlank()) {
      return 0;
    }
    int depth = 0;
    int commas = 0;
    for (char c : plain.toCharArray()) {
      if (c == '<' || c == '(') {
        depth++;
      } else if (c == '>' || c == ')') {
        depth--;
      } else if (c == ',' && depth == 0) {
        commas++;
      }
    }
    return commas + 1;
  }

  /** Lines of the body that opens just before {@code from}, by the indent of its closing brace. */
  private static int length(String text, int from) {
    int lineStart = text.lastIndexOf('\n', from - 2) + 1;
    int indent = 0;
    // A declaration may run over several lines: its own indent is that of the closing brace.
    String before = text.substring(0, from);
    var lines = before.split("\n", -1);
    for (int i = lines.length - 1; i >= 0; i--) {
      String candidate = lines[i];
      int spaces = candidate.length() - candidate.stripLeading().length();
      if (!candidate.isBlank() && (i == lines.length - 1 || spaces < indent)) {
        indent = spaces;
      }
      if (candidate.contains("(") && spaces <= 6) {
        indent = spaces;
        break;
      }
    }
    String close = "\n" + " ".repeat(indent) + "}";
    int end = text.indexOf(close, Math.max(lineStart, from - 1));
    return end < 0 ? 0 : (int) text.substring(from, end).lines().count();
  }
}
