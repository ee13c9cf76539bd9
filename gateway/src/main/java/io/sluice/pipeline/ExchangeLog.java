package io.sluice.pipeline;

import io.sluice.audit.Closing.Bill;
import io.sluice.audit.Closing.Kind;
import io.sluice.model.ExchangeId;
import java.time.Duration;
import java.util.Map;

/**
 * Where one line is left for every exchange that is over. For people who run the gateway: it may
 * lose lines, and the record may not. Must not block.
 */
@FunctionalInterface
public interface ExchangeLog {
  /** Nobody reads. */
  ExchangeLog NONE = _ -> {};

  /** One exchange is over. */
  void over(Line line);

  /** Something about a budget, in ids, names and numbers. */
  default void noticed(String event, Map<String, String> details) {}

  /**
   * Ids, names and numbers of one exchange; nothing of its content.
   *
   * @param code class of the fault that ended it, {@code none} if it was answered
   * @param status what the caller got
   */
  record Line(
      ExchangeId exchange, Who who, Where where, Kind kind, String code, int status, Spent spent) {}

  /**
   * Who asked.
   *
   * @param key id of the caller key; empty: not known who
   */
  record Who(String tenant, String key) {}

  /**
   * What was asked and who answered.
   *
   * @param door the wire format of the caller
   * @param asked the name of route or model; empty: it stands for nothing, or was never read
   * @param model provider/id of the model that answered; empty: none
   * @param level of the request; empty: it was never labelled
   */
  record Where(String door, String asked, String model, String level) {}

  /** What it took. */
  record Spent(Duration took, Bill bill) {}
}
