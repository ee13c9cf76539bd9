package io.sluice.audit;

import io.sluice.audit.Sighting.How;
import io.sluice.audit.Sighting.Piece;
import io.sluice.audit.Sighting.Way;
import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Level;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The texts that one exchange showed to whom: what a {@link Sighting} is made of, and what waits in
 * a {@link Backlog} until that is written.
 */
record Showing(Owner owner, Bytes salt, List<Shown> shown) {
  /**
   * One text on its way.
   *
   * @param model {@code provider/id} that got or said it; empty: none did
   * @param text as it was
   * @param seen as it arrived at the other end; empty: it did not
   */
  record Shown(Way way, String model, String text, String seen) {
    private void pieces(Fingerprints fingerprints, String tenant, List<Piece> into) {
      boolean same = seen.equals(text);
      if (!seen.isEmpty()) {
        add(into, fingerprints.of(tenant, seen), How.CLEAR);
      }
      if (!same) {
        boolean cut = seen.isEmpty() || way == Way.ANSWER && seen.length() < text.length();
        add(into, fingerprints.of(tenant, text), cut ? How.BLOCKED : How.MASKED);
      }
    }

    private void add(List<Piece> into, Prints prints, How how) {
      if (prints.chars() > 0) {
        into.add(new Piece(prints, way, model, how));
      }
    }

    /** Nothing: it is content. */
    @Override
    public String toString() {
      return "Shown[" + way + ", " + model + "]";
    }
  }

  Showing {
    shown = List.copyOf(shown);
  }

  /** What goes into custody. */
  Sighting sighting(Fingerprints fingerprints) {
    var pieces = new ArrayList<Piece>();
    for (Shown one : shown) {
      one.pieces(fingerprints, owner.tenant(), pieces);
    }
    return new Sighting(owner, salt, pieces);
  }

  /** Both, of one exchange. */
  Showing and(Showing more) {
    var all = new ArrayList<>(shown);
    all.addAll(more.shown);
    return new Showing(owner, salt, all);
  }

  Bytes written() {
    int chars = shown.stream().mapToInt(one -> one.text().length() + one.model().length()).sum();
    var bytes = new ByteArrayOutputStream(chars + 32 * shown.size() + 256);
    try (var out = new DataOutputStream(bytes)) {
      out.writeUTF(owner.exchange().value());
      text(out, owner.tenant());
      text(out, owner.principal());
      text(out, owner.subject());
      text(out, owner.level().word());
      out.writeLong(owner.at().toEpochMilli());
      text(out, salt.toArray());
      out.writeInt(shown.size());
      for (Shown one : shown) {
        text(out, Words.of(one.way()));
        text(out, one.model());
        text(out, one.text());
        boolean same = one.seen().equals(one.text());
        out.writeBoolean(same);
        if (!same) {
          text(out, one.seen());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.owning(bytes.toByteArray());
  }

  /** What {@link #written} wrote; empty if it is something else. */
  static Optional<Showing> read(Bytes bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes.toArray()))) {
      var owner =
          new Owner(
              new ExchangeId(in.readUTF()),
              text(in),
              text(in),
              text(in),
              Words.read(Level.class, text(in)),
              Instant.ofEpochMilli(in.readLong()));
      var salt = Bytes.owning(in.readNBytes(in.readInt()));
      var shown = new ArrayList<Shown>();
      for (int left = in.readInt(); left > 0; left--) {
        Way way = Words.read(Way.class, text(in));
        String model = text(in);
        String text = text(in);
        shown.add(new Shown(way, model, text, in.readBoolean() ? text : text(in)));
      }
      return Optional.of(new Showing(owner, salt, shown));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // another version wrote it
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    text(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void text(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
