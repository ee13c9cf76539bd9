package io.sluice.pipeline;

import io.sluice.audit.Tape;
import io.sluice.model.Bytes;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Headers;
import io.sluice.model.Loss;
import io.sluice.model.Usage;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Codec;
import io.sluice.wire.Frame;
import io.sluice.wire.Kept;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of one answer: the provider's frames are read, go through the release gate, and are said
 * in the caller's format. Pure and confined to one loop; it is fed bytes and says what to do.
 */
public final class Passage {
  private static final int ERROR_BODY_BYTES = 64 << 10;
  private static final int CHARS_PER_TOKEN = 4;

  /** The codecs at both ends. {@code same}: one format, so that frames pass as they are. */
  public record Ends(Codec provider, AnswerReader reader, AnswerWriter writer, boolean same) {}

  /**
   * What was learned on the way; complete once the relay is over.
   *
   * @param usageKnown false: the provider did not say, and output was reckoned from the text
   */
  public record Report(
      Usage usage,
      boolean usageKnown,
      @Nullable Finish finish,
      String servedModel,
      String upstreamId,
      long firstContentNanos,
      List<Loss> losses) {}

  /** Decides whether what is withheld of an answer may go on; on the story's thread. */
  interface Judge {
    /** Why it may not; null if it may. */
    @Nullable Fault judge(List<Calls.Call> calls, Transcript answer);

    /** True if all of the answer is judged, so that all of it waits; else from tool calls on. */
    default boolean whole() {
      return false;
    }

    /** What of {@code said} goes on, frame by frame in order, once it is decided that it may. */
    default List<Event> redacted(List<Event> said) {
      return said;
    }
  }

  private final Ends ends;
  private final Gate gate;
  private final Clock clock;
  private final Tape.Track tape;
  private final Calls calls = new Calls();
  private final Withheld withheld = new Withheld();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
  private final ByteArrayOutputStream errorBody = new ByteArrayOutputStream(0);
  private int status;
  private Headers headers = Headers.NONE;
  private @Nullable Form form;
  private @Nullable Extent extent;
  private Consumer<Kept> keeper = _ -> {};
  private Runnable completed = () -> {};
  private @Nullable Judge judge;
  private Supplier<AnswerWriter> anew;
  private final Transcript.Taker taker = new Transcript.Taker();
  private boolean content;
  private boolean told;
  private boolean ended;
  private boolean closed;
  private boolean asking;
  private boolean extending;
  private @Nullable Fault refused;
  private @Nullable Fault failure;
  private Usage usage = Usage.NONE;
  private boolean usageKnown;
  private long textChars;
  private @Nullable Finish finish;
  private String servedModel = "";
  private String upstreamId = "";
  private long firstContentNanos;

  /**
   * For one attempt; what passes is taken down on {@code tape}, and {@code clock} says when its
   * first content came.
   */
  public Passage(Ends ends, Gate gate, Clock clock, Tape.Track tape) {
    this.ends = ends;
    this.gate = gate;
    this.clock = clock;
    this.tape = tape;
    this.anew = ends::writer;
  }

  /** Whether it had the form that was asked for; null: nothing to tell. */
  @Nullable Boolean wellFormed() {
    return form == null ? null : form.valid();
  }

  /** What is done when the answer is whole, before its last bytes are sent. */
  void completing(Runnable completed) {
    this.completed = completed;
  }

  /** What is done with an answer that can be kept, before its last bytes are sent. */
  void keeping(Consumer<Kept> keeper) {
    this.keeper = keeper;
  }

  /**
   * Who is asked about what waits before any of it leaves; without one nothing waits. {@code anew}
   * makes writers that say the answer from its beginning, should it be kept.
   */
  void asking(@Nullable Judge judge, Supplier<AnswerWriter> anew) {
    this.judge = judge;
    this.anew = anew;
  }

  /** How far it may go before more must be set aside for it; null: any length. */
  void within(@Nullable Extent bound) {
    extent = bound;
  }

  /** How many times as much as at first was set aside for it. */
  int stretches() {
    return extent == null ? 1 : extent.stretches();
  }

  /** What watches whether the answer has the form that was asked for. */
  void watching(Form watched) {
    form = watched;
  }

  /** The provider's status and headers came. */
  public Step head(int status, Headers headers) {
    this.status = status;
    this.headers = headers;
    upstreamId =
        headers
            .first("request-id")
            .or(() -> headers.first("x-request-id"))
            .or(() -> headers.first("x-amzn-requestid"))
            .orElse("");
    return new Step.Wait();
  }

  /** The next bytes of the body. */
  public Step accept(Bytes bytes) {
    if (status != 200) {
      int room = Math.min(bytes.length(), ERROR_BODY_BYTES - errorBody.size());
      errorBody.write(bytes.array(), bytes.offset(), room);
      return new Step.Wait();
    }
    tape.provider(bytes);
    ends.reader().accept(bytes, this::frame);
    return step();
  }

  /** The body is complete. */
  public Step end() {
    if (status != 200) {
      return new Step.Failed(
          ends.provider().fault(status, headers, Bytes.owning(errorBody.toByteArray())));
    }
    ends.reader().end(this::frame);
    closed = true;
    return step();
  }

  /** The connection failed, or the exchange was ended from outside; no answer is awaited more. */
  public Step failed(Fault fault) {
    if (failure == null) {
      failure = fault;
    }
    asking = false;
    return step();
  }

  /** What was asked is decided: {@code no} says why the answer may not go on, if it may not. */
  public Step ruled(@Nullable Fault no) {
    boolean judged = !extending;
    asking = false;
    extending = false;
    refused = no;
    if (no == null && judged) {
      Judge asked = judge;
      withheld.release(
          (frame, said) -> release(frame, asked == null ? said : asked.redacted(said)));
    }
    return step();
  }

  /** True while more than preamble of the answer is kept from the caller. */
  public boolean withholding() {
    return !withheld.none();
  }

  /** What keeps the caller's connection alive while there is nothing to say. */
  public Bytes keepAlive() {
    return ends.writer().keepAlive();
  }

  /** The last bytes of an answer that had begun and comes no further, in the caller's format. */
  public Bytes broken(Fault fault) {
    return ends.writer().broken(fault);
  }

  /** The same for an answer that policy stopped. */
  public Bytes cut(Fault fault) {
    return said(ends.writer().cut(fault));
  }

  /** What the provider sent with its status; nothing if it never answered. */
  Headers headers() {
    return headers;
  }

  /** The head of an answer that is whole before anything of it is sent: its label is known. */
  public Head complete(Head head) {
    return head.labelled(gate.said().label());
  }

  /** What the provider said of the configuration that answered; empty: nothing. */
  String fingerprint() {
    return ends.reader().fingerprint();
  }

  /** The tool calls of the answer, once it is over. */
  List<Calls.Call> calls() {
    return calls.all();
  }

  /** The gate the answer goes through. */
  Gate gate() {
    return gate;
  }

  /** What was learned so far. What a provider says of usage before its answer is over counts on. */
  public Report report() {
    boolean known = usageKnown && (ended || finish != null);
    Usage told =
        known
            ? usage
            : usage.max(new Usage(0, textChars / CHARS_PER_TOKEN, 0, 0, 0, Usage.Served.USUAL));
    return new Report(told, known, finish, servedModel, upstreamId, firstContentNanos, losses());
  }

  private List<Loss> losses() {
    return ends.writer().losses();
  }

  private void frame(Frame frame) {
    if (failure != null || stopped() != null) {
      return;
    }
    for (Event event : frame.events()) {
      note(event);
    }
    Taking.said(tape, frame.events());
    if (failure != null) {
      return;
    }
    List<Event> released = gate.pass(frame.events());
    if (gate.blocked() == null) {
      calls.hear(released);
      Judge asked = judge;
      boolean waits = asked != null && waits(asked, frame, released);
      if (!waits) {
        release(frame, released);
      }
    }
  }

  private boolean waits(Judge asked, Frame frame, List<Event> released) {
    taker.take(frame, released);
    Predicate<Event> which = asked.whole() ? Event::content : Withheld::call;
    boolean held = !gate.acts().holding().isEmpty();
    return withheld.take(frame, released, held ? _ -> true : which);
  }

  private void release(Frame frame, List<Event> released) {
    Taking.released(tape, released);
    told |= released.stream().anyMatch(Event::content);
    say(ends.same() ? ends.writer().pass(frame, released) : ends.writer().write(released));
  }

  /** Why policy stopped the answer; null while it goes on. */
  private @Nullable Fault stopped() {
    if (gate.blocked() == null && refused == null && withheld.tooMuch()) {
      refused = Fault.of(Code.CONTENT_BLOCKED, "the answer is too long to be decided about");
    }
    return gate.blocked() == null ? refused : gate.blocked();
  }

  private void note(Event event) {
    if (form != null) {
      form.note(event);
    }
    if (extent != null) {
      extent.note(event);
    }
    if (event.content()) {
      begun();
    }
    switch (event) {
      case Event.Started(String id, String model, long created) -> servedModel = model;
      case Event.Used(Usage more) -> {
        usage = usage.max(more);
        usageKnown = true;
      }
      case Event.Finished(int choice, Finish how, String sequence) -> finish = how;
      case Event.Failed(Fault fault) -> failure = fault;
      case Event.Ended() -> ended = true;
      case Event.Counted(long tokens) -> usageKnown = true;
      case Event.Text(var _, String text, var _) -> textChars += text.length();
      case Event.Refusal(var _, String text) -> textChars += text.length();
      case Event.Thinking(String text) -> textChars += text.length();
      case Event.ToolArguments(var _, var _, String fragment, var _) ->
          textChars += fragment.length();
      case Event.Signature _,
          Event.Sealed _,
          Event.ToolStarted _,
          Event.Vector _,
          Event.TextEnded _,
          Event.ToolEnded _,
          Event.Unknown _ -> {}
    }
  }

  private void begun() {
    if (!content) {
      content = true;
      firstContentNanos = clock.nanos();
    }
  }

  private Step step() {
    ends.writer().kept().ifPresent(keeper);
    Fault blocked = stopped();
    if (blocked != null) {
      withheld.drop();
      return told ? new Step.Cut(cut(blocked), blocked) : unsaid(blocked);
    }
    Fault broken = failure;
    if (broken == null && closed && !ended) {
      broken = Fault.of(Code.STREAM_BROKEN, "the provider's answer ended before it was complete");
    }
    if (broken != null) {
      withheld.drop();
      return told
          ? new Step.Broken(said(ends.writer().broken(broken)), broken)
          : new Step.Failed(broken);
    }
    Extent bound = extent;
    if (bound != null && !asking && !ended && !closed && bound.exceeded()) {
      asking = true;
      extending = true;
      return new Step.Ask(bound::extend);
    }
    return withheld.none() && !extending ? going() : waiting();
  }

  /** What a provider got wrong is a failed attempt, after which another may follow. */
  private static Step unsaid(Fault blocked) {
    return blocked.blame() == Fault.Blame.UPSTREAM
        ? new Step.Failed(blocked)
        : new Step.Refused(blocked);
  }

  private Step going() {
    if (closed) {
      say(ends.writer().end());
      ends.writer().kept().ifPresent(keeper);
      completed.run();
      return new Step.Done(said(Bytes.EMPTY));
    }
    return out.size() == 0 ? new Step.Wait() : new Step.Send(said(Bytes.EMPTY), told);
  }

  /** What is withheld is decided about as a whole, once the provider has said that it is whole. */
  private Step waiting() {
    Judge asked = judge;
    if (asking || !ended && !closed || asked == null) {
      return out.size() == 0 ? new Step.Wait() : new Step.Send(said(Bytes.EMPTY), told);
    }
    asking = true;
    var all = calls.all();
    var answer = new Transcript(taker.pieces(), anew, ends.same());
    boolean whole = !calls.tooLong();
    return new Step.Ask(() -> whole ? asked.judge(all, answer) : Calls.TOO_LONG);
  }

  private void say(Bytes bytes) {
    out.write(bytes.array(), bytes.offset(), bytes.length());
  }

  private Bytes said(Bytes more) {
    say(more);
    var all = Bytes.owning(out.toByteArray());
    out.reset();
    tape.caller(all);
    return all;
  }
}
