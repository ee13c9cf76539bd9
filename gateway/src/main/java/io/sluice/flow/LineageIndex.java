package io.sluice.flow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.model.Clock;
import io.sluice.model.Label;
import io.sluice.model.Origin;
import io.sluice.model.Secret;
import io.sluice.model.Stretch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The lineage index: a fixed piece of memory, normally a mapped file, in which content is known
 * again by the keyed hash of the whole and by keyed fingerprints of its parts. Nothing of a text
 * can be read from it. Thread-safe.
 *
 * <p>Layout: a page of header, a page of names of categories, a 256th of it for sets of readers
 * ({@link ReaderSets}), an eighth of the rest for what was learned ({@link SourceRing}), the rest
 * for entries ({@link EntryTable}).
 */
public final class LineageIndex implements Lineage {
  private static final long MAGIC = 0x534C554943454C58L;
  private static final int VERSION = 3;
  private static final long PAGE = 4096;
  private static final long READERS_SHARE = 256;

  /** Memory for what texts are looked up by, so that one that comes again is not read again. */
  private static final long READINGS_BYTES = 32L << 20;

  private static final Duration EPOCH = Duration.ofDays(20_454); // 2026-01-01

  private final IndexSettings settings;
  private final Function<String, Secret> keyOf;
  private final Clock clock;
  private final ReaderSets readers;
  private final SourceRing sources;
  private final EntryTable entries;
  private final boolean anew;
  private volatile LongPredicate cleared = _ -> false;
  private volatile @Nullable Releases releases;
  private final ConcurrentHashMap<String, Tenant> tenants = new ConcurrentHashMap<>();
  private final Cache<Long, Reading> readings =
      Caffeine.newBuilder()
          .maximumWeight(READINGS_BYTES)
          .<Long, Reading>weigher((key, reading) -> reading.bytes())
          .executor(Runnable::run)
          .build();

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
    anew =
        memory.get(ValueLayout.JAVA_LONG, 0) != MAGIC
            || memory.get(ValueLayout.JAVA_LONG, 8) != memory.byteSize()
            || memory.get(ValueLayout.JAVA_LONG, 16) != proof;
    if (anew) {
      if (memory.get(ValueLayout.JAVA_LONG, 0) != 0) {
        memory.fill((byte) 0); // of another time, or under another key
      }
      memory.set(ValueLayout.JAVA_LONG, 8, memory.byteSize());
      memory.set(ValueLayout.JAVA_LONG, 16, proof);
      memory.set(ValueLayout.JAVA_LONG, 0, MAGIC);
    }
    var names = new CategoryNames(memory.asSlice(PAGE, CategoryNames.BYTES));
    long sets = Math.max(1, memory.byteSize() / READERS_SHARE / PAGE) * PAGE;
    readers = new ReaderSets(memory.asSlice(PAGE + CategoryNames.BYTES, sets));
    long from = PAGE + CategoryNames.BYTES + sets;
    long ring = (memory.byteSize() - from) / 8 / PAGE * PAGE;
    sources = new SourceRing(memory.asSlice(from, ring), names, readers);
    entries = new EntryTable(memory.asSlice(from + ring), sources);
  }

  @Override
  public Recognised look(Party party, String text, Voice voice) {
    if (text.length() < Atoms.LEAST_CHARS) {
      return Recognised.NOTHING;
    }
    Tenant of = tenant(party.tenant());
    var known = new Known(entries, sources, minute(), beside(party.tenant()));
    return new Look(of, text, known).look(new Look.Ear(voice, of.app(party.app())), readings);
  }

  @Override
  public void learn(Party party, String text, Label label, Origin origin) {
    Tenant of = tenant(party.tenant());
    if (text.length() < Atoms.LEAST_CHARS) {
      return;
    }
    long exact = of.exact(text);
    if (!knows(exact, label)) {
      var reading = Reading.kept(of, text, exact, readings);
      writing(party, label, origin).whole(reading, exact);
    }
  }

  @Override
  public void meets(Party party, String text) {
    if (text.length() < Atoms.LEAST_CHARS) {
      return;
    }
    Tenant of = tenant(party.tenant());
    var fresh = new ArrayList<Long>(0);
    for (Reading.Atom atom : Reading.kept(of, text, readings).atoms()) {
      long met = of.met(of.app(party.app()), atom.hash());
      if (!known(atom.hash()) && !known(met)) {
        fresh.add(met);
      }
    }
    if (!fresh.isEmpty()) {
      keep(fresh, nothing(of, "user"));
    }
  }

  /** The same, in which nothing makes room for anything else. */
  LineageIndex lasting() {
    sources.lasting();
    return this;
  }

  /** The same, without what {@code hashes} says yes to: it says nothing, wherever it is from. */
  LineageIndex except(LongPredicate hashes) {
    cleared = hashes;
    return this;
  }

  /** The same, with what operators release. */
  LineageIndex releasing(Releases by) {
    releases = by;
    return this;
  }

  private Known.Beside beside(String tenant) {
    return new Known.Beside(cleared, releases, tenant);
  }

  @Override
  public Label session(Party party, String name, Label label, String exchange) {
    Tenant of = tenant(party.tenant());
    long hash = of.pin("session\0" + party.app() + '\0' + name);
    var known = new Known(entries, sources, minute());
    List<Integer> before = known.sources(hash);
    Label seen = before.isEmpty() ? Label.BOTTOM : known.label(before);
    Label now = seen.join(label);
    int minute = minute();
    boolean same = !before.isEmpty() && now.equals(seen);
    int source =
        same
            ? before.getFirst()
            : sources.add(
                new SourceRing.Source(of.tag(), of.app(party.app()), now, session(exchange)),
                minute);
    int until = minute + Writing.minutes(settings.confidential());
    var entry = new EntryTable.Entry(source, until, Ranks.of(now.level()));
    sources.count(source, entries.put(hash, entry, minute) ? 1 : 0);
    return now;
  }

  private static Origin session(String exchange) {
    return new Origin(exchange, SourceRing.SESSION);
  }

  @Override
  public boolean limited() {
    return readers.any();
  }

  /** True if it began empty: nothing was there, or it was of another size, layout or key. */
  boolean anew() {
    return anew;
  }

  /** True if a hash leads somewhere. */
  boolean knows(long hash) {
    return known(hash);
  }

  /** Learns the values of one row of a table. */
  void row(String tenant, List<String> cells, Label label, Origin origin) {
    Tenant of = tenant(tenant);
    var known = new Known(entries, sources, minute());
    var hashes = new ArrayList<Long>();
    for (long hash : Cells.of(of, cells)) {
      if (!Cells.common(known, hash)) {
        hashes.add(hash);
      }
    }
    keep(hashes, new SourceRing.Source(of.tag(), 0, label, origin));
  }

  /** What of a text is in rows that were learned. */
  List<Stretch> cells(String tenant, String text) {
    return Cells.look(tenant(tenant), text, new Known(entries, sources, minute()));
  }

  /** How full it is, in percent of its entries or its records, whichever is more. */
  int fullPercent() {
    long live = sources.tenants().stream().mapToLong(sources::entries).sum();
    long records = sources.size();
    return (int) Math.max(100 * live / entries.capacity(), 100 * records / sources.capacity());
  }

  private boolean known(long hash) {
    return entries.find(hash, minute(), _ -> {});
  }

  /** A source that says nothing but that it was there. */
  private static SourceRing.Source nothing(Tenant tenant, String where) {
    return new SourceRing.Source(tenant.tag(), 0, Label.BOTTOM, new Origin("", where));
  }

  private void keep(List<Long> hashes, SourceRing.Source source) {
    int minute = minute();
    int number = sources.add(source, minute);
    int until = minute + Writing.minutes(settings.confidential());
    int put = 0;
    for (long hash : hashes) {
      put += entries.put(hash, new EntryTable.Entry(number, until, 0), minute) ? 1 : 0;
    }
    sources.count(number, put);
  }

  /** True if this very text is known with such a label. */
  private boolean knows(long exact, Label label) {
    var known = new Known(entries, sources, minute());
    List<Integer> whole = known.sources(exact);
    return !whole.isEmpty() && label.flowsTo(known.label(whole));
  }

  private Writing writing(Party party, Label label, Origin origin) {
    var into = new Writing.Into(entries, sources, settings, minute());
    Tenant of = tenant(party.tenant());
    var source = new SourceRing.Source(of.tag(), of.app(party.app()), label, origin);
    return new Writing(into, of, source);
  }

  @Override
  public Learning learning(Party party, Label label, Origin origin) {
    return writing(party, label, origin);
  }

  @Override
  public boolean pinned(String tenant, String place, String text) {
    Tenant of = tenant(tenant);
    long hash = of.pin(place + '\0' + text);
    boolean known = known(hash);
    if (!known) {
      keep(List.of(hash), nothing(of, "system"));
    }
    return known;
  }

  /** Forgets what came in with an exchange or went out with it; true if there was anything. */
  public boolean forget(String exchange) {
    List<Integer> gone = sources.forget(exchange);
    if (!gone.isEmpty()) {
      entries.wipe(new HashSet<>(gone), minute());
    }
    return !gone.isEmpty();
  }

  /** How full it is. */
  public IndexStatus status() {
    var byTag = new HashMap<Integer, String>();
    tenants.forEach((name, tenant) -> byTag.put(tenant.tag(), name));
    var counts = new HashMap<String, Long>();
    long all = 0;
    for (int tag : sources.tenants()) {
      long count = sources.entries(tag);
      all += count;
      counts.merge(byTag.getOrDefault(tag, "#" + Integer.toHexString(tag)), count, Long::sum);
    }
    counts.values().removeIf(count -> count <= 0);
    long evicted = entries.evicted() + sources.evicted();
    return new IndexStatus(
        settings.bytes(), Math.max(0, all), entries.capacity(), sources.size(), evicted, counts);
  }

  private Tenant tenant(String name) {
    return tenants.computeIfAbsent(name, it -> new Tenant(keyOf.apply(it)));
  }

  private int minute() {
    long seconds = clock.now().getEpochSecond() - EPOCH.toSeconds();
    return Math.clamp(seconds / 60, 1, 0xFFFFFF);
  }
}
