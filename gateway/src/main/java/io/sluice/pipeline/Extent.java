package io.sluice.pipeline;

import io.sluice.audit.Ruling;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Money;
import io.sluice.model.Stop;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How much output of an answer is set aside. A provider that goes on beyond the limit it was sent
 * is followed only as far as the budgets pay: for each further stretch the same is set aside again,
 * and recorded, before more is read; where no budget affords it the answer ends.
 *
 * <p>Counted is what is certain to have been generated: a token for each piece of text that came,
 * or what the provider said of its usage. Noted on the answer's loop, extended on the story's
 * thread while the loop reads nothing.
 */
final class Extent {
  /** No tokenizer makes fewer tokens of text. */
  private static final int MOST_CHARS_PER_TOKEN = 16;

  private final Undertaking work;
  private final Rulings rulings;
  private final String model;
  private final long step;
  private final AtomicInteger stretches = new AtomicInteger(1);
  private long pieces;
  private long chars;
  private long said;

  private Extent(Undertaking work, Rulings rulings, String model) {
    this.work = work;
    this.rulings = rulings;
    this.model = model;
    this.step = work.reservation().outputTokens() * choices(work);
  }

  /** Null: no budget applies, so an answer may be as long as it gets. */
  static @Nullable Extent of(Undertaking work, Rulings rulings, String model) {
    boolean bounded = work.reservation().budgeted() && work.reservation().outputTokens() > 0;
    return bounded ? new Extent(work, rulings, model) : null;
  }

  private static int choices(Undertaking work) {
    return work.content().facts().traits().size().choices();
  }

  void note(Event event) {
    switch (event) {
      case Event.Text(var _, String text, var _) -> piece(text);
      case Event.Refusal(var _, String text) -> piece(text);
      case Event.Thinking(String text) -> piece(text);
      case Event.ToolArguments(var _, var _, String fragment, var _) -> piece(fragment);
      case Event.Used(var usage) -> said = Math.max(said, usage.output());
      case Event.Started _,
          Event.Signature _,
          Event.Sealed _,
          Event.ToolStarted _,
          Event.ToolEnded _,
          Event.TextEnded _,
          Event.Vector _,
          Event.Counted _,
          Event.Finished _,
          Event.Failed _,
          Event.Unknown _,
          Event.Ended _ -> {}
    }
  }

  private void piece(String text) {
    pieces += text.isEmpty() ? 0 : 1;
    chars += text.length();
  }

  /** True once more was generated than is set aside. */
  boolean exceeded() {
    return Math.max(said, Math.max(pieces, chars / MOST_CHARS_PER_TOKEN)) > step * stretches.get();
  }

  /** How many times as much as at first is set aside. */
  int stretches() {
    return stretches.get();
  }

  /** Sets the same aside again; why not, if no budget affords it. */
  @Nullable Fault extend() {
    Fault no = null;
    Money more = Money.ZERO;
    try {
      more = work.reservation().again();
      stretches.incrementAndGet();
    } catch (Stop stop) {
      no = stop.fault();
    }
    String reason = no == null ? "" : no.message();
    var ruling = new Ruling("extend", model, no == null, List.of(), reason, more, no == null);
    rulings.record(work, ruling);
    return no;
  }
}
