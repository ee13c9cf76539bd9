package io.sluice.audit;

import io.sluice.json.Json;
import io.sluice.model.Account;
import io.sluice.model.Account.Holder;
import io.sluice.model.Account.Measure;
import io.sluice.model.Account.Scope;
import io.sluice.model.Account.Unit;
import io.sluice.model.Earmark;
import io.sluice.model.Principal.Period;
import java.util.ArrayList;
import java.util.List;

/**
 * What is set aside on which accounts, as entries say it. Never cut: the books are read from it.
 */
final class EarmarkText {
  private EarmarkText() {}

  static void write(EntryText text, List<Earmark> earmarks) {
    if (earmarks.isEmpty()) {
      return;
    }
    text.array("earmarks");
    for (Earmark earmark : earmarks) {
      Account account = earmark.account();
      text.open().number("amount", earmark.amount());
      text.exact("holder", account.holder().id());
      text.exact("model", account.measure().model());
      text.text("period", Words.of(account.period()));
      text.text("scope", Words.of(account.holder().scope())).number("start", account.start());
      text.exact("tenant", account.tenant());
      text.text("unit", Words.of(account.measure().unit())).close();
    }
    text.endArray();
  }

  /** The earmarks of a decision's {@code budget}. */
  static List<Earmark> read(Json budget) {
    var all = new ArrayList<Earmark>();
    for (Json one : budget.at("earmarks").items()) {
      var holder =
          new Holder(Words.read(Scope.class, one.text("scope", "")), one.text("holder", ""));
      var measure =
          new Measure(Words.read(Unit.class, one.text("unit", "")), one.text("model", ""));
      var account =
          new Account(
              one.text("tenant", ""),
              holder,
              measure,
              Words.read(Period.class, one.text("period", "")),
              FactsText.number(one, "start"));
      all.add(new Earmark(account, FactsText.number(one, "amount")));
    }
    return all;
  }

  /** What a closing entry's {@code budget} charges each of them. */
  static List<Long> charges(Json budget) {
    var all = new ArrayList<Long>();
    for (Json one : budget.at("charges").items()) {
      all.add(
          one.isString()
              ? Long.parseLong(one.string().orElse(""))
              : one.integer()
                  .orElseThrow(() -> new IllegalArgumentException("no whole number in charges")));
    }
    return all;
  }
}
