package io.sluice;

import io.sluice.audit.Book;
import io.sluice.audit.EntryLog;
import io.sluice.audit.EntryReader;
import io.sluice.audit.Trace;
import io.sluice.json.Json;
import io.sluice.model.Abilities;
import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.pipeline.Feedback;
import io.sluice.pipeline.Snapshot;
import io.sluice.registry.Registry;
import io.sluice.route.Learned;
import io.sluice.route.LearnedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What routing learned, kept in DATA/learned: written down now and then and at the end, read at the
 * start, and completed from the record with the opinions that were given after it was written. A
 * crash costs at most what answers said by themselves since then, never an opinion.
 */
final class LearnedFile implements Feedback.Exchanges {
  private static final String NEXT = "next ";

  private final Path path;
  private final EntryLog log;
  private final Book book;
  private final Supplier<Snapshot> snapshots;

  LearnedFile(Path path, EntryLog log, Supplier<Snapshot> snapshots) {
    this.path = path;
    this.log = log;
    this.book = new Book(log);
    this.snapshots = snapshots;
  }

  /** Reads what was kept into {@code learned}, and the opinions that the record has besides. */
  void read(Learned learned) throws IOException {
    long next = 0;
    if (Files.exists(path)) {
      List<String> lines = Files.readAllLines(path);
      if (!lines.isEmpty() && lines.getFirst().startsWith(NEXT)) {
        next = Long.parseLong(lines.getFirst().substring(NEXT.length()));
        lines.subList(1, lines.size()).forEach(line -> LearnedText.read(line, learned));
      }
    }
    var opinions = new ArrayList<Json>();
    long end =
        log.walk(
            Math.min(next, log.size()),
            (_, entry) -> {
              if (EntryReader.head(entry).kind().equals(Feedback.ENTRY)) {
                opinions.add(EntryReader.json(entry).at("details"));
              }
              return true;
            });
    assert end >= 0;
    for (Json opinion : opinions) {
      again(opinion, learned);
    }
  }

  private void again(Json details, Learned learned) throws IOException {
    var found = judged(new ExchangeId(details.text("exchange", "")));
    if (found.isPresent()) {
      double score = Double.parseDouble(details.text("score", "0"));
      learned.scored(found.get().seen(), score, found.get().day());
    }
  }

  /** Writes down what is known now; another process never reads half of it. */
  void write(Learned learned, Feedback feedback) throws IOException {
    var lines = new ArrayList<String>();
    feedback.between(
        () -> {
          lines.add(NEXT + log.size());
          lines.addAll(LearnedText.write(learned));
        });
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.write(fresh, lines);
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public Optional<Feedback.Judged> find(ExchangeId exchange) {
    try {
      return judged(exchange);
    } catch (IOException e) {
      throw Fault.of(Code.RECORD_UNAVAILABLE, "the record cannot be read").stop();
    }
  }

  private Optional<Feedback.Judged> judged(ExchangeId exchange) throws IOException {
    return book.near(exchange).flatMap(this::judged);
  }

  private Optional<Feedback.Judged> judged(Trace trace) {
    Json decision = trace.first("decision");
    String model = trace.first("outcome").at("served").text("model", "");
    var facts = EntryReader.facts(decision);
    if (model.isEmpty() || facts.isEmpty()) {
      return Optional.empty();
    }
    var principal = facts.get().principal();
    var seen =
        new Learned.Seen(
            principal.tenant(),
            principal.affiliation().team(),
            facts.get().traits().call().model(),
            facts.get().traits().task(),
            candidate(snapshots.get().registry(), model),
            facts.get().purpose().equals("shadow"));
    Instant moment = facts.get().moment();
    return Optional.of(new Feedback.Judged(seen, LocalDate.ofInstant(moment, ZoneOffset.UTC)));
  }

  /** The model of that reference, or one of which no more is known than that it was there. */
  private static Candidate candidate(Registry registry, String ref) {
    for (Candidate candidate : registry.models()) {
      if (candidate.ref().text().equals(ref)) {
        return candidate;
      }
    }
    int slash = ref.indexOf('/');
    var gone = new ModelRef(ref.substring(0, Math.max(0, slash)), ref.substring(slash + 1));
    return new Candidate(gone, ref, "openai", Registry.NOTHING_KNOWN, null, Abilities.UNKNOWN);
  }
}
