package io.sluice.pipeline;

import io.sluice.audit.Change;
import io.sluice.audit.Recorder;
import io.sluice.limits.Notice;
import io.sluice.limits.Reservation;
import io.sluice.model.Account;
import io.sluice.model.ExchangeId;
import io.sluice.route.ServedModels;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells operators of budgets, and of models that may have changed: in the record, in the log and in
 * the metrics.
 */
final class Notices {
  private static final String CHANGED = "model.changed";

  private Notices() {}

  /** Tells what settling {@code reservation} brought; null: nothing was reserved. */
  static void tell(
      ExchangeId exchange,
      @Nullable Reservation reservation,
      Recorder recorder,
      Closings closings) {
    if (reservation == null) {
      return;
    }
    for (Notice notice : reservation.notices()) {
      String type = "budget." + word(notice.kind());
      Map<String, String> details = details(exchange, notice);
      recorder.noted(new Change(type, "gateway", "", "", details));
      closings.tell(notice, type, details);
    }
  }

  /** Tells what was new in who gave an answer; null: none was carried. */
  static void tell(
      ExchangeId exchange, @Nullable Ended ended, Recorder recorder, Closings closings) {
    if (ended == null || ended.news() == null) {
      return;
    }
    ServedModels.Difference news = ended.news();
    var details = new TreeMap<String, String>();
    details.put("exchange_id", exchange.value());
    details.put("model", ended.answer().verdict().candidate().ref().text());
    details.put("what", word(news.what()));
    details.put("before", news.before());
    details.put("after", news.after());
    recorder.noted(new Change(CHANGED, "gateway", "", "", details));
    closings.tell(news.what(), CHANGED, details);
  }

  private static Map<String, String> details(ExchangeId exchange, Notice notice) {
    Account account = notice.account();
    var all = new TreeMap<String, String>();
    all.put("exchange_id", exchange.value());
    all.put("tenant", account.tenant());
    all.put("scope", word(account.holder().scope()));
    all.put("holder", account.holder().id());
    all.put("unit", word(account.measure().unit()));
    all.put("period", word(account.period()));
    all.put("limit", Long.toString(notice.limit()));
    all.put("amount", Long.toString(notice.amount()));
    if (!account.measure().model().isEmpty()) {
      all.put("model", account.measure().model());
    }
    if (notice.percent() > 0) {
      all.put("percent", Integer.toString(notice.percent()));
    }
    return all;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
