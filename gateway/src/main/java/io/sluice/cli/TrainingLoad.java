package io.sluice.cli;

import io.sluice.egress.CallerClient;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Ordinary traffic for the training run: conversations that grow by a turn each time, streamed and
 * not. What the JVM learns of it is in the start-up cache (JEP 515), so that a gateway which has
 * just started compiles what is hot at once instead of finding it out under its first load.
 */
final class TrainingLoad {
  private static final int CALLERS = 4;
  private static final int CALLS = 2_500;
  private static final int TURNS = 12;
  private static final int MOST_TOKENS = 60;

  private final DemoStage stage;
  private final DemoStage.Key key;
  private final AtomicInteger left = new AtomicInteger(CALLS);
  private volatile @Nullable IOException failed;

  TrainingLoad(DemoStage stage) throws IOException {
    this.stage = stage;
    key = stage.key("training", "public", "");
  }

  /**
   * Sends all of it.
   *
   * @throws IOException if the gateway gave no answer
   */
  void send() throws IOException {
    var callers = new ArrayList<Thread>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(Thread.ofVirtual().name("training-", i).start(this::converse));
    }
    for (Thread caller : callers) {
      join(caller);
    }
    IOException wrong = failed;
    if (wrong != null) {
      throw wrong;
    }
  }

  private static void join(Thread caller) {
    try {
      caller.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a thread in this house", e);
    }
  }

  private void converse() {
    try (var client = new CallerClient(stage.gateway().client())) {
      for (int number = left.decrementAndGet(); number >= 0; number = left.decrementAndGet()) {
        client.ask(call(number));
      }
    } catch (IOException e) {
      failed = e;
    }
  }

  private CallerClient.Call call(int number) {
    boolean stream = number % 4 == 0;
    var body = new JsonWriter(4_096).object().field("model", "cloud/gpt-mini");
    body.field("max_tokens", MOST_TOKENS).field("stream", stream).name("messages").array();
    for (int turn = 0; turn <= number % TURNS; turn++) {
      boolean asks = turn % 2 == number % TURNS % 2;
      body.object().field("role", asks ? "user" : "assistant");
      body.field("content", words(number / TURNS, turn)).endObject();
    }
    Bytes text = body.endArray().endObject().done();
    return new CallerClient.Call("/v1/chat/completions", key.secret(), Headers.NONE, text);
  }

  private static String words(int order, int delivery) {
    return """
    The customer of order %d asks whether delivery %d can still be changed, and by when the \
    warehouse has to know; please answer in one friendly sentence and name the day.\
    """
        .formatted(order, delivery);
  }
}
