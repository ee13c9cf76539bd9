package io.sluice.flow;

import io.sluice.model.Clock;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.NormalText;
import io.sluice.model.Origin;
import io.sluice.model.Secret;
import io.sluice.model.Span;
import io.sluice.model.Stretch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The lineage index: a fixed piece of memory, normally a mapped file, in which content is known
 * again by the keyed hash of the whole and by keyed fingerprints of its parts. Nothing of a text
 * can be read from it. Thread-safe.
 *
 * <p>Layout: a page of header, a page of names of categories, an eighth of the rest for what was
 * learned ({@link SourceRing}), the rest for entries ({@link EntryTable}).
 */
public final class LineageIndex implements Lineage {
  private static final long MAGIC = 0x534C554943454C58L;
  private static final int VERSION = 1;
  private static final long PAGE = 4096;
  private static final Duration EPOCH = Duration.ofDays(20_454); // 2026-01-01

  private final IndexSettings settings;
  private final Function<String, Secret> keyOf;
  private final Clock clock;
  private final SourceRing sources;
  private final EntryTable entries;
  private final ConcurrentHashMap<String, Tenant> tenants = new ConcurrentHashMap<>();

  /**
   * Over {@code memory}, which holds what an earlier index left, or anything else and is wiped
   * then.
   *
   * @param keyOf gives a tenant's key, always the same
   */
  public LineageIndex(
      MemorySegment memory, IndexSettings settings, Function<String, Secret> keyOf, Clock clock) {
    this.settings = settings;
    this.keyOf = keyOf;
    this.clock = clock;
    long proof = new Keyed(keyOf.apply("")).of(Keyed.Kind.PIN, VERSION);
    boolean own =
        memory.get(ValueLayout.JAVA_LONG, 0) == MAGIC
            && memory.get(ValueLayout.JAVA_LONG, 8) == memory.byteSize()
            && memory.get(ValueLayout.JAVA_LONG, 16) == proof;
    if (!own) {
      if (memory.get(ValueLayout.JAVA_LONG, 0) != 0) {
        memory.fill((byte) 0); // of another time, or under another key
      }
      memory.set(ValueLayout.JAVA_LONG, 8, memory.byteSize());
      memory.set(ValueLayout.JAVA_LONG, 16, proof);
      memory.set(ValueLayout.JAVA_LONG, 0, MAGIC);
    }
    var names = new CategoryNames(memory.asSlice(PAGE, CategoryNames.BYTES));
    long from = PAGE + CategoryNames.BYTES;
    long ring = (memory.byteSize() - from) / 8 / PAGE * PAGE;
    sources = new SourceRing(memory.asSlice(from, ring), names);
    entries = new EntryTable(memory.asSlice(from + ring), sources);
  }

  @Override
  public List<Stretch> recognise(String tenant, String text) {
    if (text.length() < Winnower.K) {
      return List.of();
    }
    Tenant of = tenant(tenant);
    var known = new Now();
    List<Integer> whole = known.sources(of.keyed().of(Keyed.Kind.EXACT, text));
    if (!whole.isEmpty()) {
      return List.of(known.all(whole, text));
    }
    var query = of.query(NormalText.of(text));
    return new Recognition(known, of, query, text).stretches();
  }

  @Override
  public void learn(String tenant, String text, Label label, Origin origin) {
    if (text.length() >= Winnower.K) {
      var writing = new Writing(tenant(tenant), label, origin);
      writing.feed(text);
      writing.end();
    }
  }

  @Override
  public Learning learning(String tenant, Label label, Origin origin) {
    return new Writing(tenant(tenant), label, origin);
  }

  @Override
  public boolean pinned(String tenant, String place, String text) {
    Tenant of = tenant(tenant);
    long hash = of.keyed().of(Keyed.Kind.PIN, place + '\0' + text);
    int minute = minute();
    boolean known = entries.find(hash, minute, _ -> {});
    if (!known) {
      var label = new Label(Integrity.OPERATOR, Level.PUBLIC, Label.BOTTOM.categories());
      var source = new SourceRing.Source(of.tag(), label, new Origin("", "system"));
      int number = sources.add(source, minute);
      entries.put(
          hash, new EntryTable.Entry(number, minute + minutes(settings.confidential()), 0), minute);
    }
    return known;
  }

  /** Forgets what came in with an exchange or went out with it; true if there was anything. */
  public boolean forget(String exchange) {
    List<Integer> gone = sources.forget(exchange);
    if (!gone.isEmpty()) {
      entries.wipe(new HashSet<>(gone));
    }
    return !gone.isEmpty();
  }

  private Tenant tenant(String name) {
    return tenants.computeIfAbsent(name, it -> new Tenant(keyOf.apply(it)));
  }

  private int minute() {
    long seconds = clock.now().getEpochSecond() - EPOCH.toSeconds();
    return Math.clamp(seconds / 60, 1, 0xFFFFFF);
  }

  private static int minutes(Duration time) {
    return (int) Math.min(0xFFFFFF / 2, time.toMinutes());
  }

  /** What is known at this minute. */
  private final class Now implements Recognition.Known {
    private final int minute = minute();

    @Override
    public List<Integer> sources(long hash) {
      var found = new ArrayList<Integer>(0);
      entries.find(hash, minute, found::add);
      return found;
    }

    @Override
    public Label label(int source) {
      return sources.label(source);
    }

    @Override
    public Origin origin(int source) {
      return sources.origin(source);
    }

    @Override
    public int prints(int source) {
      return sources.prints(source);
    }

    Stretch all(List<Integer> whole, String text) {
      var label = Label.BOTTOM;
      var origins = new ArrayList<Origin>();
      for (int source : whole) {
        label = label.join(label(source));
        if (origins.size() < Stretch.MAX_ORIGINS) {
          origins.add(origin(source));
        }
      }
      return new Stretch(new Span(0, text.length()), label, origins);
    }
  }

  /** One text that is being learned. */
  private final class Writing implements Learning {
    private final Tenant tenant;
    private final int minute = minute();
    private final int source;
    private final Winnower winnower;
    private final MessageDigest digest = Keyed.sha();
    private Label label;
    private String carried = "";

    Writing(Tenant tenant, Label label, Origin origin) {
      this.tenant = tenant;
      this.label = label;
      long most = entries.capacity() * settings.tenantPercent() / 100;
      if (sources.entries(tenant.tag()) > most) {
        sources.trim(tenant.tag(), most - most / 10);
      }
      source = sources.add(new SourceRing.Source(tenant.tag(), label, origin), minute);
      winnower = tenant.winnower(this::put);
    }

    private void put(long hash, boolean wide) {
      boolean high = !label.level().within(Level.INTERNAL);
      Duration kept = high ? settings.confidential() : wide ? settings.usual() : settings.dense();
      var entry = new EntryTable.Entry(source, minute + minutes(kept), Ranks.of(label.level()));
      entries.put(hash, entry, minute);
    }

    void feed(String piece) {
      String text = carried.isEmpty() ? piece : carried + piece;
      boolean split = !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
      carried = split ? text.substring(text.length() - 1) : "";
      take(split ? text.substring(0, text.length() - 1) : text);
    }

    private void take(String text) {
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      winnower.add(NormalText.of(text));
    }

    @Override
    public void add(String piece) {
      feed(piece);
      winnower.settle();
      sources.prints(source, winnower.picked());
    }

    @Override
    public void worsen(Label more) {
      Label now = label.join(more);
      if (!now.equals(label)) {
        label = now;
        sources.worsen(source, now);
      }
    }

    @Override
    public void end() {
      take(carried);
      carried = "";
      winnower.end();
      sources.prints(source, winnower.picked());
      if (winnower.chars() >= Winnower.K) {
        long exact = ByteBuffer.wrap(digest.digest()).getLong();
        put(tenant.keyed().of(Keyed.Kind.EXACT, exact), true);
      }
    }
  }
}
