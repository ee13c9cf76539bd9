package io.sluice.store.embedded;

import io.sluice.audit.Owner;
import io.sluice.audit.Payload;
import io.sluice.audit.PayloadSettings;
import io.sluice.audit.PayloadStore;
import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Level;
import io.sluice.vault.PayloadSeal;
import io.sluice.vault.SealBroken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Content in packs: {@code payloads/<month>-<class>/} holds {@code keys/} (data keys, sealed),
 * {@code of/} (which exchanges are a person's) and a {@link Pack} of the sealed payloads. {@code
 * payloads/names/} says which surrogates a person has. Dropping a month is one rename; what was
 * renamed is deleted afterwards.
 */
public final class PayloadFiles implements PayloadStore, AutoCloseable {
  private static final String NAMES = "names";
  private static final String DROPPED = ".dropped-";

  /** Packs that stay open, and data keys that are known, at most. */
  private static final int OPEN = 16;

  private static final int KEYS = 256;

  private final Path root;
  private final PayloadSeal seal;
  private final Map<Path, Pack> packs = new LinkedHashMap<>(OPEN, 0.75f, true);
  private final Map<Path, PayloadSeal.DataKey> known = new LinkedHashMap<>(KEYS, 0.75f, true);

  /** Below {@code root}, which exists and is its owner's alone. */
  public PayloadFiles(Path root, PayloadSeal seal) {
    this.root = root;
    this.seal = seal;
  }

  @Override
  public synchronized void put(List<Payload> payloads) throws IOException {
    var byRoom = new LinkedHashMap<Path, Map<String, Bytes>>();
    var keys = new HashMap<Path, PayloadSeal.DataKey>();
    for (Payload payload : payloads) {
      Owner owner = payload.owner();
      Path room = room(month(owner.at()), owner.level());
      String holder = PayloadText.holder(owner);
      Path file = keyFile(room, owner.tenant(), holder);
      PayloadSeal.DataKey key = keys.get(file);
      if (key == null) {
        key = writing(room, owner.tenant(), holder);
        keys.put(file, key);
      }
      String id = owner.exchange().value();
      if (!owner.subject().isEmpty()) {
        append(room.resolve("of").resolve(owner.subject()), id);
      }
      Bytes sealed = key.seal(PayloadText.write(payload), Bytes.utf8(id));
      byRoom
          .computeIfAbsent(room, _ -> new LinkedHashMap<>())
          .put(id, PayloadText.envelope(owner.tenant(), holder, sealed));
    }
    for (var one : byRoom.entrySet()) {
      pack(one.getKey()).add(one.getValue());
    }
  }

  @Override
  public synchronized Optional<Payload> get(ExchangeId exchange) throws IOException {
    for (Path room : rooms()) {
      Optional<Bytes> found = pack(room).find(exchange.value());
      if (found.isPresent()) {
        return Optional.of(read(room, exchange, found.get()));
      }
    }
    return Optional.empty();
  }

  @Override
  public synchronized boolean erase(ExchangeId exchange) throws IOException {
    String id = exchange.value();
    boolean erased = false;
    for (Path room : rooms()) {
      Optional<Bytes> found = pack(room).find(id);
      if (found.isPresent()) {
        String subject = PayloadText.Envelope.read(found.get()).holder();
        pack(room).erase(Set.of(id));
        if (!subject.isEmpty()) {
          remove(room.resolve("of").resolve(subject), id);
        }
        erased = true;
      }
    }
    return erased;
  }

  @Override
  public synchronized void name(String tenant, String subject, String surrogate)
      throws IOException {
    append(names(tenant, subject), surrogate);
  }

  @Override
  public synchronized List<String> surrogates(String tenant, String subject) throws IOException {
    return lines(names(tenant, subject));
  }

  @Override
  public synchronized List<ExchangeId> of(String tenant, String subject) throws IOException {
    var all = new ArrayList<ExchangeId>();
    for (String surrogate : lines(names(tenant, subject))) {
      for (Path room : rooms()) {
        for (String id : lines(room.resolve("of").resolve(surrogate))) {
          all.add(new ExchangeId(id));
        }
      }
    }
    return all;
  }

  @Override
  public synchronized List<ExchangeId> erase(String tenant, String subject) throws IOException {
    List<ExchangeId> all = of(tenant, subject);
    for (String surrogate : lines(names(tenant, subject))) {
      for (Path room : rooms()) {
        Path key = room.resolve("keys").resolve("s-" + surrogate);
        known.remove(key);
        Files.deleteIfExists(key);
        List<String> ids = lines(room.resolve("of").resolve(surrogate));
        if (!ids.isEmpty()) {
          pack(room).erase(Set.copyOf(ids));
        }
        Files.deleteIfExists(room.resolve("of").resolve(surrogate));
      }
    }
    Files.deleteIfExists(names(tenant, subject));
    return all;
  }

  @Override
  public synchronized int drop(PayloadSettings settings, Instant now, Set<ExchangeId> held)
      throws IOException {
    clear();
    int dropped = 0;
    for (Path room : rooms()) {
      String name = String.valueOf(room.getFileName());
      Level level = Level.of(name.substring(8)).orElse(Level.RESTRICTED);
      Instant over =
          YearMonth.parse(name.substring(0, 7))
              .plusMonths(1)
              .atDay(1)
              .atStartOfDay(ZoneOffset.UTC)
              .toInstant();
      if (now.isAfter(over.plus(settings.time(level)))) {
        dropped += drop(room, held) ? 1 : 0;
      }
    }
    return dropped;
  }

  /** Drops a month of a class, except what is held; true if nothing was. */
  private boolean drop(Path room, Set<ExchangeId> held) throws IOException {
    Set<String> staying = held.stream().map(ExchangeId::value).collect(Collectors.toSet());
    if (!staying.isEmpty() && pack(room).holdsAny(staying)) {
      pack(room).retain(staying);
      return false;
    }
    Pack open = packs.remove(room);
    if (open != null) {
      open.close();
    }
    known.keySet().removeIf(key -> key.startsWith(room));
    Path gone = root.resolve(DROPPED + room.getFileName());
    Files.move(room, gone, StandardCopyOption.ATOMIC_MOVE);
    remove(gone);
    return true;
  }

  /** Deletes what a crash left of a month that was dropped. */
  private void clear() throws IOException {
    try (Stream<Path> all = Files.list(root)) {
      for (Path one : all.toList()) {
        if (String.valueOf(one.getFileName()).startsWith(DROPPED)) {
          remove(one);
        }
      }
    }
  }

  private Payload read(Path room, ExchangeId exchange, Bytes kept) throws IOException {
    var envelope = PayloadText.Envelope.read(kept);
    try {
      PayloadSeal.DataKey key = key(room, envelope.tenant(), envelope.holder());
      return PayloadText.read(key.open(envelope.sealed(), Bytes.utf8(exchange.value())));
    } catch (SealBroken e) {
      throw new IOException("the payload of " + exchange.value() + " is not as it was written");
    }
  }

  /** The pack of a month and class; of those that are open, the one not used longest goes. */
  private Pack pack(Path room) throws IOException {
    Pack pack = packs.get(room);
    if (pack == null) {
      if (packs.size() >= OPEN) {
        var oldest = packs.entrySet().iterator();
        oldest.next().getValue().close();
        oldest.remove();
      }
      pack = Pack.open(room);
      packs.put(room, pack);
    }
    return pack;
  }

  /** The key that new content of a holder goes under; made when there is none. */
  private PayloadSeal.DataKey writing(Path room, String tenant, String holder) throws IOException {
    Path file = keyFile(room, tenant, holder);
    PayloadSeal.DataKey key = known.get(file);
    if (key != null && Files.exists(file)) {
      return key;
    }
    if (!Files.exists(file)) {
      Files.createDirectories(above(file));
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.write(fresh, seal.fresh(tenant, use(file)).toArray());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
    key = key(room, tenant, holder);
    if (known.size() >= KEYS) {
      known.remove(known.keySet().iterator().next());
    }
    known.put(file, key);
    return key;
  }

  private PayloadSeal.DataKey key(Path room, String tenant, String holder) throws IOException {
    Path file = keyFile(room, tenant, holder);
    return seal.open(tenant, use(file), Bytes.owning(Files.readAllBytes(file)));
  }

  private Path keyFile(Path room, String tenant, String holder) {
    String name = holder.isEmpty() ? "t-" + seal.blind(tenant, "") : "s-" + holder;
    return room.resolve("keys").resolve(name);
  }

  private static String use(Path key) {
    return above(above(key)).getFileName() + "/" + key.getFileName();
  }

  private List<Path> rooms() throws IOException {
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(path -> String.valueOf(path.getFileName()).matches("\\d{4}-\\d{2}-[a-z]+"))
          .sorted()
          .toList();
    }
  }

  private Path room(YearMonth month, Level level) {
    return root.resolve(month + "-" + level.word());
  }

  private static Path above(Path file) {
    return Objects.requireNonNull(file.getParent(), "a file of ours has a directory");
  }

  private Path names(String tenant, String subject) {
    return root.resolve(NAMES).resolve(seal.blind(tenant, subject));
  }

  private static YearMonth month(Instant at) {
    return YearMonth.from(at.atZone(ZoneOffset.UTC));
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static void append(Path file, String line) throws IOException {
    Files.createDirectories(above(file));
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static void remove(Path file, String line) throws IOException {
    var rest = new ArrayList<>(lines(file));
    rest.remove(line);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, rest);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public synchronized void close() throws IOException {
    for (Pack pack : packs.values()) {
      pack.close();
    }
    packs.clear();
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
