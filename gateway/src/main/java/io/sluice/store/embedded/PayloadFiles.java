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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Content in files of their own: {@code payloads/<month>-<class>/} holds {@code keys/} (data keys,
 * sealed), {@code of/} (which exchanges are a person's) and the sealed payloads by the last two
 * digits of their exchange. {@code payloads/names/} says which surrogates a person has. Dropping a
 * month is one rename; what was renamed is deleted afterwards.
 */
public final class PayloadFiles implements PayloadStore {
  private static final String NAMES = "names";
  private static final String DROPPED = ".dropped-";

  private final Path root;
  private final PayloadSeal seal;

  /** Below {@code root}, which exists and is its owner's alone. */
  public PayloadFiles(Path root, PayloadSeal seal) {
    this.root = root;
    this.seal = seal;
  }

  @Override
  public synchronized void put(Payload payload) throws IOException {
    Owner owner = payload.owner();
    Path room = room(month(owner.at()), owner.level());
    String holder = PayloadText.holder(owner);
    PayloadSeal.DataKey key = key(room, owner.tenant(), holder, true);
    String id = owner.exchange().value();
    if (!owner.subject().isEmpty()) {
      append(room.resolve("of").resolve(owner.subject()), id);
    }
    Path file = file(room, owner.exchange());
    Files.createDirectories(above(file));
    Path fresh = file.resolveSibling(id + ".new");
    Bytes sealed = key.seal(PayloadText.write(payload), Bytes.utf8(id));
    Files.write(fresh, PayloadText.envelope(owner.tenant(), holder, sealed).toArray());
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public synchronized Optional<Payload> get(ExchangeId exchange) throws IOException {
    Optional<Path> file = find(exchange);
    return file.isEmpty() ? Optional.empty() : Optional.of(read(file.get()));
  }

  @Override
  public synchronized boolean erase(ExchangeId exchange) throws IOException {
    Optional<Path> file = find(exchange);
    if (file.isPresent()) {
      Path room = roomOf(file.get());
      String subject = read(file.get()).owner().subject();
      Files.delete(file.get());
      if (!subject.isEmpty()) {
        remove(room.resolve("of").resolve(subject), exchange.value());
      }
    }
    return file.isPresent();
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
        Files.deleteIfExists(room.resolve("keys").resolve("s-" + surrogate));
        for (String id : lines(room.resolve("of").resolve(surrogate))) {
          Files.deleteIfExists(file(room, new ExchangeId(id)));
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
    var staying = new HashSet<Path>();
    for (ExchangeId exchange : held) {
      if (Files.exists(file(room, exchange))) {
        staying.add(file(room, exchange));
      }
    }
    if (staying.isEmpty()) {
      Path gone = root.resolve(DROPPED + room.getFileName());
      Files.move(room, gone, StandardCopyOption.ATOMIC_MOVE);
      remove(gone);
      return true;
    }
    for (Path file : payloads(room)) {
      if (!staying.contains(file)) {
        Files.delete(file);
      }
    }
    return false;
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

  private Payload read(Path file) throws IOException {
    String id = String.valueOf(file.getFileName());
    var envelope = PayloadText.Envelope.read(Bytes.owning(Files.readAllBytes(file)));
    Path room = roomOf(file);
    try {
      PayloadSeal.DataKey key = key(room, envelope.tenant(), envelope.holder(), false);
      return PayloadText.read(key.open(envelope.sealed(), Bytes.utf8(id)));
    } catch (SealBroken e) {
      throw new IOException("the payload of " + id + " is not as it was written");
    }
  }

  private PayloadSeal.DataKey key(Path room, String tenant, String holder, boolean make)
      throws IOException {
    String name = holder.isEmpty() ? "t-" + seal.blind(tenant, "") : "s-" + holder;
    Path file = room.resolve("keys").resolve(name);
    String use = room.getFileName() + "/" + name;
    if (make && !Files.exists(file)) {
      Files.createDirectories(above(file));
      Path fresh = file.resolveSibling(name + ".new");
      Files.write(fresh, seal.fresh(tenant, use).toArray());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return seal.open(tenant, use, Bytes.owning(Files.readAllBytes(file)));
  }

  private Optional<Path> find(ExchangeId exchange) throws IOException {
    String id = exchange.value();
    if (!id.matches("[0-9A-Za-z-]{2,64}")) {
      return Optional.empty();
    }
    for (Path room : rooms()) {
      Path file = file(room, exchange);
      if (Files.exists(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private List<Path> rooms() throws IOException {
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(path -> String.valueOf(path.getFileName()).matches("\\d{4}-\\d{2}-[a-z]+"))
          .sorted()
          .toList();
    }
  }

  private static List<Path> payloads(Path room) throws IOException {
    try (Stream<Path> all = Files.walk(room, 2)) {
      return all.filter(Files::isRegularFile).filter(PayloadFiles::isPayload).toList();
    }
  }

  private static boolean isPayload(Path file) {
    return String.valueOf(above(file).getFileName()).matches("[0-9A-Za-z-]{2}")
        && !file.toString().endsWith(".new");
  }

  private Path room(YearMonth month, Level level) {
    return root.resolve(month + "-" + level.word());
  }

  private static Path roomOf(Path file) {
    return above(above(file));
  }

  private static Path above(Path file) {
    return Objects.requireNonNull(file.getParent(), "a file of ours has a directory");
  }

  private Path names(String tenant, String subject) {
    return root.resolve(NAMES).resolve(seal.blind(tenant, subject));
  }

  private static Path file(Path room, ExchangeId exchange) {
    String id = exchange.value();
    return room.resolve(id.substring(id.length() - 2)).resolve(id);
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
