package io.sluice.admin;

import io.sluice.audit.Custody;
import io.sluice.audit.Keeping;
import io.sluice.audit.Payload;
import io.sluice.audit.PayloadSettings;
import io.sluice.audit.PayloadStore;
import io.sluice.audit.RecordIndex;
import io.sluice.audit.RecordIndex.Field;
import io.sluice.audit.RecordIndex.Place;
import io.sluice.audit.RecordIndex.Query;
import io.sluice.audit.RecordIndex.Span;
import io.sluice.audit.Subjects;
import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Stop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Content as operators see it: viewing, erasing and holding it needs a role and is recorded.
 * Erasing takes away everything by which the content or its owner could be found again; the ledger
 * stays as it is, and so does every proof.
 */
public final class ManagePayloads {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PAGE = 1_000;

  private final Places places;
  private final HoldStore holds;
  private final Journal journal;

  /**
   * Everywhere that something of an exchange's content lies; {@code lineage} forgets it, {@code
   * held} erases answers that are kept to be gone on from, or until a person lets them go.
   */
  public record Places(
      PayloadStore payloads,
      Custody custody,
      RecordIndex index,
      Keeping keeping,
      Subjects subjects,
      Predicate<ExchangeId> lineage,
      ToIntFunction<ExchangeId> held) {}

  /** Over these places. */
  public ManagePayloads(Places places, HoldStore holds, Journal journal) {
    this.places = places;
    this.holds = holds;
    this.journal = journal;
  }

  /** What is kept of an exchange. Needs the role auditor. */
  public Payload show(ExchangeId exchange, Operator by) {
    by.require(Role.AUDITOR);
    settle();
    Payload payload =
        payload(exchange)
            .orElseThrow(() -> Fault.of(Code.NOT_FOUND, "nothing is kept of this exchange").stop());
    journal.event("payload.viewed", by.name(), Map.of("exchange", exchange.value()));
    return payload;
  }

  /** Erases what is kept of an exchange. Needs the role admin. */
  public void erase(ExchangeId exchange, Operator by) {
    by.require(Role.ADMIN);
    settle();
    if (held().contains(exchange)) {
      throw Fault.of(Code.CONFLICT, "the exchange is under a legal hold").stop();
    }
    if (!erase(exchange)) {
      throw Fault.of(Code.NOT_FOUND, "nothing is kept of this exchange").stop();
    }
    journal.event("payload.erased", by.name(), Map.of("exchange", exchange.value()));
  }

  /** Erases everything of a person; the exchanges it was about. Needs the role admin. */
  public List<ExchangeId> erase(String tenant, String subject, Operator by) {
    by.require(Role.ADMIN);
    settle();
    try {
      List<String> surrogates = places.payloads().surrogates(tenant, subject);
      Set<ExchangeId> all = exchanges(tenant, subject);
      var held = held();
      if (all.stream().anyMatch(held::contains)) {
        throw Fault.of(Code.CONFLICT, "an exchange of this person is under a legal hold").stop();
      }
      places.payloads().erase(tenant, subject);
      places.subjects().forget(tenant, subject);
      all.forEach(this::erase);
      var details = new TreeMap<String, String>();
      details.put("exchanges", Integer.toString(all.size()));
      details.put("subject", String.join(",", surrogates));
      details.put("tenant", tenant);
      if (surrogates.isEmpty()) {
        throw Fault.of(Code.NOT_FOUND, "nobody of that name is known in this tenant").stop();
      }
      journal.event("payload.erased", by.name(), details);
      return List.copyOf(all);
    } catch (IOException e) {
      throw unavailable();
    }
  }

  /** All holds. Needs the role auditor. */
  public List<Hold> holds(Operator by) {
    by.require(Role.AUDITOR);
    return holds.all();
  }

  /** Puts something on hold. Needs the role admin. */
  public synchronized void hold(Hold hold, Operator by) {
    by.require(Role.ADMIN);
    var all = new ArrayList<>(holds.all());
    all.add(hold);
    holds.replace(all);
    journal.event("payload.held", by.name(), Map.of("hold", hold.id(), "reason", hold.reason()));
  }

  /** Ends a hold. Needs the role admin. */
  public synchronized void release(String id, Operator by) {
    by.require(Role.ADMIN);
    var all = new ArrayList<>(holds.all());
    if (!all.removeIf(hold -> hold.id().equals(id))) {
      throw Fault.of(Code.NOT_FOUND, "there is no such hold").stop();
    }
    holds.replace(all);
    journal.event("payload.released", by.name(), Map.of("hold", id));
  }

  /** Drops what was kept long enough; called now and then. */
  public void expire(PayloadSettings settings, Duration keep, Instant now) {
    try {
      Set<ExchangeId> held = held();
      int months = places.payloads().drop(settings, now, held);
      if (months > 0) {
        journal.event("payload.dropped", "gateway", Map.of("months", Integer.toString(months)));
      }
    } catch (IOException e) {
      throw unavailable();
    }
    int forgotten = places.custody().eraseBefore(now.minus(keep), PAGE);
    assert forgotten >= 0;
  }

  private boolean erase(ExchangeId exchange) {
    try {
      boolean kept = places.payloads().erase(exchange);
      kept |= forgetAnswers(exchange) > 0;
      boolean seen = places.custody().erase(exchange);
      boolean labelled = places.lineage().test(exchange);
      places.index().forgetSubject(exchange);
      return kept || seen || labelled;
    } catch (IOException e) {
      throw unavailable();
    }
  }

  /**
   * Its answer, and those of exchanges that its answer stands in: they are kept with all before.
   */
  private int forgetAnswers(ExchangeId exchange) {
    int erased = places.held().applyAsInt(exchange);
    for (Custody.Link link : places.custody().links(exchange, PAGE)) {
      if (link.from().equals(exchange)) {
        erased += places.held().applyAsInt(link.to());
      }
    }
    return erased;
  }

  private Set<ExchangeId> held() {
    var all = new LinkedHashSet<ExchangeId>();
    for (Hold hold : holds.all()) {
      if (hold.subject().isEmpty()) {
        all.add(new ExchangeId(hold.exchange()));
      } else {
        try {
          all.addAll(exchanges(hold.tenant(), hold.subject()));
        } catch (IOException e) {
          throw unavailable();
        }
      }
    }
    return all;
  }

  /** The exchanges of a person, whether anything is kept of them or not. */
  private Set<ExchangeId> exchanges(String tenant, String subject) throws IOException {
    var all = new LinkedHashSet<>(places.payloads().of(tenant, subject));
    for (String surrogate : places.payloads().surrogates(tenant, subject)) {
      var query = new Query(Map.of(Field.SUBJECT, surrogate), Span.ALL, 0);
      Optional<Place> from = Optional.of(Place.START);
      while (from.isPresent()) {
        var page = places.index().search(query, from.get(), PAGE);
        page.found().forEach(found -> all.add(found.exchange()));
        from = page.next();
      }
    }
    return all;
  }

  private Optional<Payload> payload(ExchangeId exchange) {
    try {
      return places.payloads().get(exchange);
    } catch (IOException e) {
      throw unavailable();
    }
  }

  private void settle() {
    if (!places.keeping().settled(PATIENCE)) {
      throw Fault.of(Code.OVERLOADED, "what passed before is not written yet").stop();
    }
  }

  private static Stop unavailable() {
    return Fault.of(Code.RECORD_UNAVAILABLE, "the payload store cannot be used").stop();
  }
}
