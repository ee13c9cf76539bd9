package io.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.flow.Lineage.Party;
import io.sluice.flow.Lineage.Voice;
import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Origin;
import io.sluice.model.Secret;
import io.sluice.model.SetClock;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The lineage index answers the same whether it is empty, in use, full or opened again, and nobody
 * can push out what is another's or what is more confidential.
 */
class LineageStatesTest {
  private static final Label PAGE = new Label(Integrity.UNTRUSTED, Level.PUBLIC, Categories.NONE);
  private static final Label RECORD =
      new Label(Integrity.INTERNAL, Level.RESTRICTED, Categories.of("pii"));
  private static final Party READER = new Party("acme", "reader");
  private static final Party WRITER = new Party("acme", "writer");
  private static final int FLOOD_TEXTS = 1_500;

  private final SetClock clock = new SetClock(Instant.parse("2026-11-26T12:00:00Z"));
  private final MemorySegment memory = MemorySegment.ofArray(new long[1 << 17]);
  private LineageIndex index = open();

  /** What the index has gone through before it is asked. */
  enum State {
    COLD,
    WARM,
    FULL,
    RESTARTED
  }

  private LineageIndex open() {
    return new LineageIndex(memory, IndexSettings.DEFAULT, LineageStatesTest::key, clock);
  }

  private static Secret key(String tenant) {
    return Secret.of(Arrays.copyOf(("key of " + tenant).getBytes(StandardCharsets.UTF_8), 32));
  }

  private static Origin origin(int number) {
    return new Origin("0197d1a2-0000-7000-8000-%012d".formatted(number), "tool_result:0");
  }

  private static String prose(int seed) {
    return LineageIndexTest.prose(new Random(seed), 700);
  }

  private void flood(String tenant, Label label, int from, int texts) {
    for (int i = from; i < from + texts; i++) {
      index.learn(tenant, prose(i), label, origin(i));
    }
  }

  private void reach(State state) {
    switch (state) {
      case COLD, RESTARTED -> {}
      case WARM -> flood("globex", PAGE, 10_000, 100);
      case FULL -> {
        flood("globex", PAGE, 10_000, FLOOD_TEXTS);
        flood("acme", PAGE, 50_000, FLOOD_TEXTS);
      }
    }
  }

  private record Case(String name, Party by, String text, String known) {}

  /** What is asked, and what of it must be known as what. */
  private List<Case> cases() {
    String page = prose(1);
    String record = prose(2);
    String quote = record.substring(100, 300);
    var all = new ArrayList<Case>();
    all.add(new Case("the page itself", WRITER, page, "public;;untrusted"));
    all.add(new Case("the record itself", WRITER, record, "restricted;pii;internal"));
    all.add(new Case("a quotation", WRITER, "See: " + quote, "restricted;pii;internal"));
    String loud = quote.toUpperCase(Locale.ROOT).replace(" ", " * ");
    all.add(new Case("another layout", WRITER, loud, "restricted;pii;internal"));
    var coded = Base64.getEncoder().encodeToString(quote.getBytes(StandardCharsets.UTF_8));
    all.add(new Case("base64", WRITER, "x=" + coded, "restricted;pii;internal"));
    all.add(new Case("a value", WRITER, "to desk@mill-yard.example", "public;;untrusted"));
    all.add(new Case("its own value", READER, "to desk@mill-yard.example", "public;;operator"));
    all.add(new Case("another text", WRITER, prose(3), "public;;operator"));
    all.add(new Case("another tenant", new Party("other", "x"), record, "public;;operator"));
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void the_same_is_known_in_every_state(State state) {
    reach(state);
    index.learn(READER, prose(1), PAGE, origin(1));
    index.learn(READER, prose(2), RECORD, origin(2));
    index.learn(READER, "Papers go to desk@mill-yard.example from now on.", PAGE, origin(3));
    if (state == State.RESTARTED) {
      index = open();
    }
    assertThat(index.status().evicted() > 0).isEqualTo(state == State.FULL);
    for (Case one : cases()) {
      var label = Label.BOTTOM;
      for (var stretch : index.look(one.by(), one.text(), Voice.OWN).stretches()) {
        label = label.join(stretch.label());
      }
      assertThat(label.text()).as(one.name()).isEqualTo(one.known());
    }
  }

  @Test
  void when_it_is_full_the_least_confidential_goes_first() {
    flood("acme", RECORD, 1, 40);
    flood("acme", PAGE, 1_000, FLOOD_TEXTS);
    flood("globex", PAGE, 10_000, FLOOD_TEXTS);
    int kept = 0;
    for (int i = 1; i <= 40; i++) {
      kept += index.recognise("acme", prose(i).substring(50, 350)).isEmpty() ? 0 : 1;
    }
    var status = index.status();
    assertThat(status.evicted()).isPositive();
    assertThat(status.entries()).isLessThanOrEqualTo(status.capacity());
    assertThat(kept).as("confidential texts known of 40").isEqualTo(40);
    assertThat(index.recognise("acme", prose(1_000).substring(50, 350))).as("old pages").isEmpty();
  }

  @Test
  void a_tenant_fills_at_most_its_share_and_pushes_nobody_out() {
    flood("globex", PAGE, 1, 100);
    flood("acme", RECORD, 1_000, 2 * FLOOD_TEXTS);
    var status = index.status();
    long share = status.capacity() * IndexSettings.DEFAULT.tenantPercent() / 100;
    assertThat(status.tenants().get("acme")).isBetween(share / 2, share + 200);
    for (int i = 1; i <= 100; i++) {
      assertThat(index.recognise("globex", prose(i).substring(50, 350)))
          .as("text %d", i)
          .isNotEmpty();
    }
  }
}
