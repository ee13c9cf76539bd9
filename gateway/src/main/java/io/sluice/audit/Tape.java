package io.sluice.audit;

import io.sluice.audit.Showing.Shown;
import io.sluice.audit.Sighting.Way;
import io.sluice.model.Bytes;
import io.sluice.model.Segment;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Takes down the content of one exchange while it passes: commitments for the record, and copies
 * for what is kept. Nothing here waits or fails; what does not fit is left out, and the record says
 * so. Used by one thread at a time: the story's, then the loop's while an answer is carried.
 */
public final class Tape {
  /** Replaces what detectors found, for what is kept redacted; asked off the exchange's path. */
  public interface Redaction {
    /** The request's body. */
    Bytes request();

    /** A text of the answer. */
    String text(String answer);
  }

  /** What is taken down. {@code segments}: the request's texts. */
  public record Reel(Owner owner, Storing storing, List<Segment> segments, Redaction redaction) {}

  /** A model that the request was sent to; {@code view}: each segment's text as it got it. */
  private record Sent(String model, IntFunction<String> view) {}

  private final Keeping keeping;
  private final Reel reel;
  private final Bytes salt;
  private final List<Sent> sent = new ArrayList<>(1);
  private final List<Backlog.Waiting> waiting = new ArrayList<>(2);
  private Bytes request = Bytes.EMPTY;
  private @Nullable Track answer;
  private long held;
  private boolean fits = true;

  Tape(Keeping keeping, Reel reel, Bytes salt) {
    this.keeping = keeping;
    this.reel = reel;
    this.salt = salt;
  }

  /** Whose content it is. */
  public Owner owner() {
    return reel.owner();
  }

  /** What is kept of it. */
  public Storing storing() {
    return reel.storing();
  }

  /** Takes the request; its commitment, in hex. */
  public String request(Bytes body) {
    request = body;
    fits = hold(body.length());
    return Commitment.of(salt, body);
  }

  /** The request is about to go to {@code model}; what it answers follows. */
  public Track toward(String model, IntFunction<String> view) {
    Track before = answer;
    if (before != null) {
      release(before.held);
    }
    var track = new Track(new Sent(model, view));
    answer = track;
    waiting.add(keeping.keep(showing(asked(track.toward))));
    return track;
  }

  /** The gateway answers by itself: nothing goes to a model. */
  public Track own() {
    var track = new Track(new Sent("", i -> reel.segments().get(i).text()));
    answer = track;
    return track;
  }

  /** Hands everything over to be kept; what the closing entry says of it. */
  public Kept close() {
    Track track = answer;
    List<Shown> answered = answered();
    if (!answered.isEmpty()) {
      waiting.add(keeping.keep(showing(answered)));
    }
    boolean queued = fits && keeping.offer(this);
    if (!queued) {
      over();
    }
    boolean incomplete = !queued || (track != null && track.cut);
    return track == null
        ? new Kept("", "", incomplete)
        : new Kept(track.provider.done(), track.caller.done(), incomplete);
  }

  private boolean hold(long bytes) {
    if (keeping.hold(bytes)) {
      held += bytes;
      return true;
    }
    return false;
  }

  private void release(long bytes) {
    keeping.release(bytes);
    held -= bytes;
  }

  /** Everything was written, or given up. */
  void over() {
    waiting.forEach(Backlog.Waiting::over);
    waiting.clear();
    release(held);
  }

  /** What goes to the store; null: nothing is to be kept. */
  @Nullable Payload payload() {
    if (reel.storing() == Storing.NONE) {
      return null;
    }
    var parts = new EnumMap<Payload.Part, Bytes>(Payload.Part.class);
    Track track = answer;
    boolean full = reel.storing() == Storing.FULL;
    parts.put(Payload.Part.REQUEST, full ? request : reel.redaction().request());
    if (track != null && full) {
      put(parts, Payload.Part.PROVIDER, Bytes.owning(track.fromProvider.toByteArray()));
      put(parts, Payload.Part.CALLER, Bytes.owning(track.toCaller.toByteArray()));
      put(parts, Payload.Part.TEXT, Bytes.utf8(String.join("\n", track.texts())));
    } else if (track != null) {
      put(parts, Payload.Part.CALLER, Bytes.utf8(redacted(track)));
    }
    boolean whole = track == null || !track.cut;
    return new Payload(reel.owner(), reel.storing(), salt, parts, whole);
  }

  private static void put(Map<Payload.Part, Bytes> parts, Payload.Part part, Bytes content) {
    if (!content.isEmpty()) {
      parts.put(part, content);
    }
  }

  private String redacted(Track track) {
    var text = new StringBuilder();
    for (StringBuilder one : track.released.values()) {
      text.append(text.isEmpty() ? "" : "\n").append(reel.redaction().text(one.toString()));
    }
    return text.toString();
  }

  /** What goes into custody. */
  Sighting sighting(Fingerprints fingerprints) {
    var shown = new ArrayList<Shown>();
    if (sent.isEmpty()) {
      for (Segment segment : reel.segments()) {
        shown.add(new Shown(Way.PROMPT, "", segment.text(), ""));
      }
    }
    sent.forEach(one -> shown.addAll(asked(one)));
    shown.addAll(answered());
    return showing(shown).sighting(fingerprints);
  }

  private Showing showing(List<Shown> shown) {
    return new Showing(reel.owner(), salt, shown);
  }

  private List<Shown> asked(Sent one) {
    var shown = new ArrayList<Shown>(reel.segments().size());
    for (int i = 0; i < reel.segments().size(); i++) {
      String text = reel.segments().get(i).text();
      shown.add(new Shown(Way.PROMPT, one.model(), text, one.view().apply(i)));
    }
    return shown;
  }

  private List<Shown> answered() {
    Track track = answer;
    var shown = new ArrayList<Shown>();
    if (track != null) {
      track.said.forEach(
          (voice, text) -> {
            var got = track.released.getOrDefault(voice, new StringBuilder());
            shown.add(new Shown(Way.ANSWER, track.toward.model(), text.toString(), got.toString()));
          });
    }
    return shown;
  }

  /** Takes down one answer. */
  public final class Track {
    private final Sent toward;

    private final Commitment provider = new Commitment(salt);
    private final Commitment caller = new Commitment(salt);
    private final ByteArrayOutputStream fromProvider = new ByteArrayOutputStream(0);
    private final ByteArrayOutputStream toCaller = new ByteArrayOutputStream(0);
    private final Map<Long, StringBuilder> said = new LinkedHashMap<>();
    private final Map<Long, StringBuilder> released = new LinkedHashMap<>();
    private long held;
    private boolean cut;

    private Track(Sent toward) {
      this.toward = toward;
    }

    /** The request has left. */
    public void left() {
      sent.add(toward);
    }

    /** The next bytes that the provider sent. */
    public void provider(Bytes bytes) {
      provider.add(bytes);
      copy(bytes, fromProvider);
    }

    /** The next bytes that the caller gets. */
    public void caller(Bytes bytes) {
      caller.add(bytes);
      copy(bytes, toCaller);
    }

    /** A piece of text that the model said; {@code voice} tells texts of one answer apart. */
    public void said(long voice, String text) {
      text(said, voice, text);
    }

    /** A piece of text that the caller gets. */
    public void released(long voice, String text) {
      text(released, voice, text);
    }

    /** What was said, and what was let through where that is something else. */
    private List<String> texts() {
      var texts = new ArrayList<String>();
      said.values().forEach(text -> texts.add(text.toString()));
      for (StringBuilder text : released.values()) {
        if (!texts.contains(text.toString())) {
          texts.add(text.toString());
        }
      }
      return texts;
    }

    private void copy(Bytes bytes, ByteArrayOutputStream into) {
      if (reel.storing() == Storing.FULL && fits(bytes.length())) {
        into.write(bytes.array(), bytes.offset(), bytes.length());
      }
    }

    private void text(Map<Long, StringBuilder> into, long voice, String text) {
      if (fits(2L * text.length())) {
        into.computeIfAbsent(voice, _ -> new StringBuilder()).append(text);
      }
    }

    /** Once something did not fit nothing more is taken, so that what is kept has no holes. */
    private boolean fits(long bytes) {
      cut |= held + bytes > keeping.answerBytes() || !hold(bytes);
      if (!cut) {
        held += bytes;
      }
      return !cut;
    }
  }
}
