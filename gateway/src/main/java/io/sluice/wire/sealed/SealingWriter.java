package io.sluice.wire.sealed;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Event.ToolStarted;
import io.sluice.model.Fault;
import io.sluice.model.Loss;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Carrier;
import io.sluice.wire.Frame;
import io.sluice.wire.Kept;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Puts the sealed blocks of an answer into envelopes on its way into another format: before what is
 * said next, or into the id of the next tool call. Confined to one thread at a time.
 */
final class SealingWriter implements AnswerWriter {
  private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();

  private final AnswerWriter writer;
  private final Seals.Crossing crossing;
  private final Carrier carrier;
  private final Envelope envelope;
  private final StringBuilder thought = new StringBuilder();
  private final List<Block> waiting = new ArrayList<>(1);
  private final List<Loss> losses = new ArrayList<>(0);
  private int pieces;
  private boolean inText;
  private boolean inThought;

  SealingWriter(AnswerWriter writer, Seals.Crossing crossing, Envelope envelope) {
    this.writer = writer;
    this.crossing = crossing;
    this.carrier = crossing.caller().carrier();
    this.envelope = envelope;
  }

  @Override
  public Optional<Kept> kept() {
    return writer.kept();
  }

  /** Never asked for: what passes in its own format needs no envelope. */
  @Override
  public Bytes pass(Frame frame, List<Event> events) {
    return writer.pass(frame, events);
  }

  @Override
  public Bytes write(List<Event> events) {
    var out = new ArrayList<Event>(events.size() + 1);
    for (Event event : events) {
      one(event, out);
    }
    return writer.write(out);
  }

  private void one(Event event, List<Event> out) {
    switch (event) {
      case Event.Thinking(String text) -> { // what follows on each other is one envelope
        thought.append(text);
        inThought = true;
        out.add(event);
      }
      case Event.Signature(String value, boolean redacted) -> signature(value, redacted);
      case Event.Sealed(String format, String kind, Bytes json) -> keep(format, kind, json.utf8());
      case Event.Text text -> {
        place(out);
        said(text.choice() == 0 && !text.text().isEmpty());
        out.add(event);
      }
      case ToolStarted tool -> out.add(tool.choice() == 0 ? started(tool, out) : tool);
      case Event.Finished(int choice, var _, var _) -> {
        if (choice == 0) {
          place(out);
          rest();
        }
        out.add(event);
      }
      case Event.Started _,
          Event.TextEnded _,
          Event.Refusal _,
          Event.ToolArguments _,
          Event.ToolEnded _,
          Event.Vector _,
          Event.Counted _,
          Event.Used _,
          Event.Failed _,
          Event.Unknown _,
          Event.Ended _ ->
          out.add(event);
    }
  }

  /** A text begins or goes on: however it is cut, it is one piece. */
  private void said(boolean says) {
    if (says && !inText) {
      inText = true;
      pieces++;
    }
    inThought &= !says;
  }

  private void signature(String value, boolean redacted) {
    String format = crossing.provider().name();
    if (redacted) {
      var json = new JsonWriter(value.length() + 64).object().field("type", Block.REDACTED);
      keep(format, Block.REDACTED, json.field("data", value).endObject().done().utf8());
    } else {
      waiting.add(new Block(format, Block.THINKING, pieces, thought.toString(), value));
      thought.setLength(0);
    }
  }

  private void keep(String format, String kind, String seal) {
    waiting.add(new Block(format, kind, pieces, "", seal));
  }

  /** Says what waits in the field that this format has for it. */
  private void place(List<Event> out) {
    if (waiting.isEmpty() || carrier != Carrier.SIGNATURE) {
      return;
    }
    wrapped().ifPresent(text -> out.add(new Event.Signature(text, !inThought)));
    inThought = false;
  }

  private ToolStarted started(ToolStarted tool, List<Event> out) {
    place(out);
    inText = false;
    inThought = false;
    ToolStarted said = tool;
    if (!waiting.isEmpty() && carrier == Carrier.CALL_ID) {
      Optional<String> text = wrapped();
      if (text.isPresent()) {
        String safe = URL_SAFE.encodeToString(Base64.getDecoder().decode(text.get()));
        said = new ToolStarted(tool.choice(), tool.index(), id(tool) + "__" + safe, tool.name());
      }
    }
    pieces++;
    return said;
  }

  private String id(ToolStarted tool) {
    return tool.id().isEmpty()
        ? "call_" + crossing.exchange().value().replace("-", "") + "_" + tool.index()
        : tool.id();
  }

  private Optional<String> wrapped() {
    Optional<String> text = envelope.wrap(waiting);
    waiting.clear();
    if (text.isEmpty()) {
      losses.add(new Loss("sealed", "larger than what can be carried"));
    }
    return text;
  }

  /** Behind what is said last, some formats have no place. */
  private void rest() {
    for (Block block : waiting) {
      var loss = new Loss(block.kind(), "this format has no place for it");
      if (!losses.contains(loss)) {
        losses.add(loss);
      }
    }
    waiting.clear();
  }

  @Override
  public Bytes end() {
    return writer.end();
  }

  @Override
  public Bytes cut(Fault fault) {
    return writer.cut(fault);
  }

  @Override
  public Bytes broken(Fault fault) {
    return writer.broken(fault);
  }

  @Override
  public String mediaType(boolean stream) {
    return writer.mediaType(stream);
  }

  @Override
  public List<Loss> losses() {
    var all = new ArrayList<>(writer.losses());
    all.addAll(losses);
    return all;
  }
}
