package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.FlowStage.Who;
import io.sluice.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same scenarios end the same on a real process whatever its lineage index has gone through:
 * nothing, other tenants' content, more content than it holds, a restart between any two steps.
 */
class FlowDifferentialTest {
  private static final Path CASES = Path.of("src", "test", "resources", "scenarios", "flow");

  /** Of every kind one: known, unknown, of another tenant, by value, decoded, in an argument. */
  private static final Set<String> PLAYED =
      Set.of(
          "a poisoned memory of a second application starts nothing",
          "an address alone is known again in another application",
          "a hand-over that is streamed keeps the label",
          "an application that read nothing is free",
          "what one tenant read is unknown to another",
          "a restricted record pasted into another application does not reach a cloud",
          "words in common are not a record",
          "a record in base64 is the record",
          "restricted content does not leave in an argument");

  private static final int PAGE_CHARS = 60_000;
  private static final int MOST_PAGES = 60;

  @TempDir Path directory;

  /** What the index has gone through. */
  enum State {
    COLD(""),
    WARM(""),
    FULL("flow: {index: {size: 1MiB}}\n"),
    RESTARTED("");

    private final String settings;

    State(String settings) {
      this.settings = settings;
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_same_scenarios_end_the_same(State state) throws IOException {
    boolean all = Boolean.getBoolean("sluice.long");
    Assumptions.assumeTrue(all || state == State.FULL, "the other states are played with --long");
    try (var stage = new FlowStage(directory.resolve(state.name()), state.settings)) {
      switch (state) {
        case COLD, RESTARTED -> {}
        case WARM -> {
          play(stage, "before ", () -> {});
          assertThat(status(stage)).contains("\"evicted\":0");
        }
        case FULL -> flood(stage);
      }
      int played = play(stage, state + " ", state == State.RESTARTED ? stage::restart : () -> {});
      assertThat(played).isEqualTo(PLAYED.size());
    }
  }

  private static int play(FlowStage stage, String prefix, FlowPlay.Before before)
      throws IOException {
    int played = 0;
    for (String book : List.of("chains", "lineage", "calls")) {
      String yaml = Files.readString(CASES.resolve(book + ".yaml"));
      for (FlowTree one : FlowTree.read(book, yaml).at("cases").items()) {
        String name = one.at("name").text();
        if (PLAYED.contains(name)) {
          new FlowPlay(stage, FlowDoor.CHAT, prefix + name).before(before).play(one);
          played++;
        }
      }
    }
    return played;
  }

  /** Two tenants have as much labelled as their shares hold, until something had to make room. */
  private static void flood(FlowStage stage) {
    var random = new Random(7);
    int pages = 0;
    for (boolean full = false; !full && pages < MOST_PAGES; pages++) {
      var who = new Who("flood" + pages % 2, "reader", "public", "user", "", List.of());
      var body = new JsonWriter(PAGE_CHARS * 2).object().field("source", "fetch_page");
      body.field("content", page(random)).endObject();
      var answer = stage.ask(stage.key(who), "/v1/sluice/inspect", body.done().utf8(), List.of());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      full = !status(stage).contains("\"evicted\":0");
    }
    assertThat(pages).as("pages until the index was full").isLessThan(MOST_PAGES);
  }

  private static String page(Random random) {
    var words = new ArrayList<String>();
    for (int chars = 0; chars < PAGE_CHARS; chars += words.getLast().length() + 1) {
      words.add(Integer.toString(random.nextInt(Integer.MAX_VALUE), 26));
    }
    return String.join(" ", words);
  }

  private static String status(FlowStage stage) {
    return stage.gateway().administer("GET", "/api/v1/flow", "").body();
  }
}
