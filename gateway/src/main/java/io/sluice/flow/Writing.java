package io.sluice.flow;

import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.NormalText;
import io.sluice.model.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;

/**
 * Learns one text, whole or piece by piece: its fingerprints as it stands, its values, and what it
 * says once encodings are undone. Confined to one thread.
 */
final class Writing implements Lineage.Learning {
  /** So much of a text that comes in pieces is kept for undoing its encodings, in one go. */
  private static final int MOST_DECODED_CHARS = 256 << 10;

  /** So much of it is looked at again with what follows. */
  private static final int AGAIN_CHARS = 4 << 10;

  private final Into into;
  private final Tenant tenant;
  private final int source;
  private final Winnower winnower;
  private final MessageDigest digest = Sha256.begun();
  private final StringBuilder said = new StringBuilder();
  private Label label;
  private String carried = "";
  private int searched;

  /** Where it is written to, and when. */
  record Into(EntryTable entries, SourceRing sources, IndexSettings settings, int minute) {}

  Writing(Into into, Tenant tenant, SourceRing.Source from) {
    this.into = into;
    this.tenant = tenant;
    this.label = from.label();
    into.sources().trim(tenant.tag(), into.entries().capacity(), into.settings().tenantPercent());
    source = into.sources().add(from, into.minute());
    winnower = tenant.winnower(this::put);
  }

  static int minutes(Duration time) {
    return (int) Math.min(0xFFFFFF / 2, time.toMinutes());
  }

  private void put(long hash, boolean wide) {
    var settings = into.settings();
    boolean high = !label.level().within(Level.INTERNAL);
    Duration kept = high ? settings.confidential() : wide ? settings.usual() : settings.dense();
    int until = into.minute() + minutes(kept);
    var entry = new EntryTable.Entry(source, until, Ranks.of(label.level()));
    into.entries().put(hash, entry, into.minute());
  }

  /** Learns a text that is here as a whole. */
  void whole(String text) {
    take(text);
    atoms(text);
    views(text);
    finish();
  }

  @Override
  public void add(String piece) {
    String text = carried.isEmpty() ? piece : carried + piece;
    boolean split = !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
    carried = split ? text.substring(text.length() - 1) : "";
    text = split ? text.substring(0, text.length() - 1) : text;
    take(text);
    winnower.settle();
    into.sources().prints(source, winnower.picked());
    said.append(text);
    values(false);
    if (said.length() >= MOST_DECODED_CHARS) {
      views(said.toString());
      int again = Math.min(said.length(), AGAIN_CHARS);
      searched = Math.max(0, searched - (said.length() - again));
      said.delete(0, said.length() - again);
    }
  }

  private void take(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    winnower.add(NormalText.of(text));
  }

  /** Values that are complete: a mark follows them. */
  private void values(boolean all) {
    int end = said.length();
    while (!all && end > searched && Atoms.inside(said.charAt(end - 1))) {
      end--;
    }
    if (end - searched >= Atoms.LEAST_CHARS || all) {
      int from = Math.max(0, searched - Atoms.MOST_GROUPED_CHARS);
      atoms(said.substring(from, end));
      searched = end;
    }
  }

  /** Values of content that is what anybody's words are worth say nothing. */
  private void atoms(String text) {
    boolean says =
        label.integrity().compareTo(Integrity.USER) < 0
            || !label.level().within(Level.INTERNAL)
            || !label.categories().isEmpty();
    if (says) {
      Atoms.find(text, (kind, value, span) -> put(tenant.atom(value), true));
    }
  }

  private void views(String text) {
    for (View view : Views.of(text).views()) {
      Winnower other = tenant.winnower(this::put);
      other.add(NormalText.of(view.text()));
      other.end();
      atoms(view.text());
    }
  }

  @Override
  public void worsen(Label more) {
    Label now = label.join(more);
    if (!now.equals(label)) {
      label = now;
      into.sources().worsen(source, now);
    }
  }

  @Override
  public void end() {
    take(carried);
    carried = "";
    values(true);
    views(said.toString());
    finish();
  }

  private void finish() {
    winnower.end();
    into.sources().prints(source, winnower.picked());
    if (winnower.chars() >= Winnower.K) {
      put(tenant.exact(ByteBuffer.wrap(digest.digest()).getLong()), true);
    }
  }
}
