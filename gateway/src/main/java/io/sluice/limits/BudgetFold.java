package io.sluice.limits;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Account;
import io.sluice.model.Account.Holder;
import io.sluice.model.Account.Measure;
import io.sluice.model.Account.Scope;
import io.sluice.model.Account.Unit;
import io.sluice.model.Bytes;
import io.sluice.model.Earmark;
import io.sluice.model.ExchangeId;
import io.sluice.model.Money;
import io.sluice.model.Posting;
import io.sluice.model.Principal.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The books as the first {@link #next} entries of the ledger tell them. A snapshot holds the same,
 * so that a start reads only what came after it. A crash leaves nothing set aside for ever: what is
 * still open at the end of the ledger is charged at its bound, and swept. Not thread-safe.
 */
public final class BudgetFold {
  private static final long VERSION = 2;

  private final Map<Account, Books> accounts = new HashMap<>();
  private final Map<String, Open> open = new LinkedHashMap<>();

  /** An exchange that is not closed; {@code first} says what each of its attempts sets aside. */
  private record Open(Posting.Opened first, int attempts) {
    Posting.Opened all() {
      var earmarks = new ArrayList<Earmark>(first.earmarks().size());
      for (Earmark earmark : first.earmarks()) {
        earmarks.add(new Earmark(earmark.account(), held(earmark)));
      }
      var bound = new Money(Math.multiplyExact(first.bound().micros(), (long) attempts));
      return new Posting.Opened(first.exchange(), earmarks, bound);
    }

    long held(Earmark earmark) {
      return Math.multiplyExact(earmark.amount(), (long) attempts);
    }
  }

  private long next;

  private BudgetFold() {}

  /** No entry read yet. */
  public static BudgetFold empty() {
    return new BudgetFold();
  }

  /** What {@link #snapshot} wrote; empty if that is not what it is. */
  public static Optional<BudgetFold> read(Bytes snapshot) {
    try {
      Json json = Json.parse(snapshot, JsonLimits.DEFAULT);
      if (json.integer("version", 0) != VERSION) {
        return Optional.empty();
      }
      var fold = new BudgetFold();
      fold.next = json.integer("next", -1);
      for (Json item : json.at("accounts").items()) {
        fold.accounts.put(account(item), books(item));
      }
      for (Json item : json.at("open").items()) {
        var id = new ExchangeId(item.text("exchange", ""));
        var earmarks = new ArrayList<Earmark>();
        for (Json earmark : item.at("earmarks").items()) {
          earmarks.add(new Earmark(account(earmark), earmark.integer("amount", -1)));
        }
        var first = new Posting.Opened(id, earmarks, new Money(item.integer("bound", -1)));
        fold.open.put(id.value(), new Open(first, (int) item.integer("attempts", -1)));
      }
      return fold.next < 0 ? Optional.empty() : Optional.of(fold);
    } catch (JsonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Index of the first entry that is not folded in yet. */
  public long next() {
    return next;
  }

  /**
   * Takes the entry at {@code index} in.
   *
   * @param posting null: the entry says nothing for the budgets
   * @throws IllegalArgumentException if {@code index} is not {@link #next}
   */
  public void fold(long index, @Nullable Posting posting) {
    if (index != next) {
      throw new IllegalArgumentException("entry " + next + " is next, not " + index);
    }
    next++;
    switch (posting) {
      case null -> {}
      case Posting.Opened opened -> opened(opened);
      case Posting.Raised raised -> raised(raised);
      case Posting.Closed closed -> closed(closed);
    }
  }

  private void opened(Posting.Opened opened) {
    if (open.putIfAbsent(opened.exchange().value(), new Open(opened, 1)) == null) {
      opened.earmarks().forEach(one -> book(one.account(), one.amount(), 0, 0));
    }
  }

  private void raised(Posting.Raised raised) {
    Open now = open.get(raised.exchange().value());
    if (now != null) {
      open.put(raised.exchange().value(), new Open(now.first(), now.attempts() + 1));
      now.first().earmarks().forEach(one -> book(one.account(), one.amount(), 0, 0));
    }
  }

  private void closed(Posting.Closed closed) {
    Open ending = open.remove(closed.exchange().value());
    if (ending == null) {
      return;
    }
    List<Earmark> earmarks = ending.first().earmarks();
    for (int i = 0; i < earmarks.size(); i++) {
      long held = ending.held(earmarks.get(i));
      long charged =
          closed.charges().size() == earmarks.size()
              ? closed.charges().get(i)
              : closed.charged().micros();
      long dearer = Math.max(0, charged - held);
      book(earmarks.get(i).account(), dearer, charged, Math.max(0, held - charged));
    }
  }

  private void book(Account account, long reserved, long settled, long released) {
    Books now = accounts.getOrDefault(account, Books.NONE);
    long opened = reserved - settled - released;
    accounts.put(account, now.plus(new Books(reserved, settled, released, opened)));
  }

  /** Exchanges that were decided and not closed: after a crash, those the sweeper has to close. */
  public List<Posting.Opened> open() {
    return open.values().stream().map(Open::all).toList();
  }

  /** The books of every account that is kept. */
  public Map<Account, Books> accounts() {
    return Map.copyOf(accounts);
  }

  /** Forgets accounts whose period ended well before {@code now}, unless something is open. */
  public void forgetEnded(Instant now) {
    Instant ended = now.minus(Budgets.LINGER);
    accounts
        .entrySet()
        .removeIf(
            entry ->
                entry.getKey().ends().map(end -> end.isBefore(ended)).orElse(false)
                    && entry.getValue().open() == 0);
  }

  /** All of it as JSON, for {@link #read}. */
  public Bytes snapshot() {
    var writer = new JsonWriter(256 + 160 * (accounts.size() + open.size()));
    writer.object().name("accounts").array();
    accounts.forEach(
        (account, books) -> {
          writer.object();
          writer.field("open", books.open());
          account(writer, account);
          writer.field("released", books.released());
          writer.field("reserved", books.reserved());
          writer.field("settled", books.settled());
          writer.endObject();
        });
    writer.endArray().field("next", next).name("open").array();
    for (Open one : open.values()) {
      Posting.Opened first = one.first();
      writer.object().field("attempts", one.attempts()).field("bound", first.bound().micros());
      writer.name("earmarks").array();
      for (Earmark earmark : first.earmarks()) {
        writer.object().field("amount", earmark.amount());
        account(writer, earmark.account());
        writer.endObject();
      }
      writer.endArray().field("exchange", first.exchange().value()).endObject();
    }
    return writer.endArray().field("version", VERSION).endObject().done();
  }

  private static void account(JsonWriter writer, Account account) {
    writer.field("holder", account.holder().id());
    writer.field("model", account.measure().model());
    writer.field("period", account.period().name());
    writer.field("scope", account.holder().scope().name());
    writer.field("start", account.start());
    writer.field("tenant", account.tenant());
    writer.field("unit", account.measure().unit().name());
  }

  private static Account account(Json item) {
    return new Account(
        item.text("tenant", ""),
        new Holder(Scope.valueOf(item.text("scope", "")), item.text("holder", "")),
        new Measure(Unit.valueOf(item.text("unit", "")), item.text("model", "")),
        Period.valueOf(item.text("period", "")),
        item.integer("start", 0));
  }

  private static Books books(Json item) {
    return new Books(
        item.integer("reserved", 0),
        item.integer("settled", 0),
        item.integer("released", 0),
        item.integer("open", 0));
  }
}
