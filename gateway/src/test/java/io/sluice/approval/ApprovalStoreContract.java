package io.sluice.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.Approval.Closing;
import io.sluice.approval.Approval.State;
import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link ApprovalStore} does. */
public abstract class ApprovalStoreContract {
  private static final Instant NOW = Instant.parse("2026-11-18T12:00:00Z");

  /** An empty store; the same one within a test. */
  protected abstract ApprovalStore store();

  private static Approval waiting(String id, Instant opened) {
    var shown = new LinkedHashMap<String, String>();
    shown.put("label", "internal");
    shown.put("asked", "'; DROP TABLE approval; --");
    var label = new Label(Integrity.UNTRUSTED, Level.CONFIDENTIAL, Categories.of("pii", "legal"));
    var question =
        new Question(
            Question.Kind.FALLBACK,
            new Asker("acme", "k1", List.of("agent")),
            "binding",
            List.of("r1", "r2"),
            new Question.Scope(label, List.of("p/m")),
            shown);
    return new Approval(id, question, opened, opened.plus(Duration.ofHours(8)), null);
  }

  @Test
  void what_is_put_comes_back_whole() {
    Approval approval = waiting("a", NOW);
    store().put(approval);
    assertThat(store().find("a")).contains(approval);
    assertThat(store().find("a").orElseThrow().question().shown().keySet())
        .containsExactly("label", "asked");
    assertThat(store().find("b")).isEmpty();

    var closing = new Closing(State.DENIED, "ann", "no", NOW, NOW.plusSeconds(60));
    Approval closed = new Approval("a", approval.question(), NOW, approval.expires(), closing);
    store().put(closed);
    assertThat(store().find("a")).contains(closed);
  }

  @Test
  void what_waits_and_what_is_in_force_is_live() {
    store().put(waiting("waits", NOW));
    Approval other = waiting("over", NOW.plusSeconds(1));
    var closing = new Closing(State.GRANTED, "ann", "", NOW, NOW.plusSeconds(60));
    store().put(new Approval("over", other.question(), other.opened(), other.expires(), closing));

    assertThat(store().live(NOW)).extracting(Approval::id).containsExactly("waits", "over");
    assertThat(store().live(NOW.plusSeconds(60))).extracting(Approval::id).containsExactly("waits");
    assertThat(store().newest(1)).extracting(Approval::id).containsExactly("over");
  }
}
