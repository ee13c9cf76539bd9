package io.sluice.admin;

import io.sluice.flow.ToolPin;
import io.sluice.flow.ToolPins;
import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Tools that applications offer to models, as operators see them; approvals are recorded. */
public final class ManageTools {
  private final ToolPins pins;
  private final Predicate<String> described;
  private final Journal journal;

  /**
   * Over these pins.
   *
   * @param described whether the configuration says what the tool of a name does
   */
  public ManageTools(ToolPins pins, Predicate<String> described, Journal journal) {
    this.pins = pins;
    this.described = described;
    this.journal = journal;
  }

  /** Every tool that was seen, what waits first. Needs the role viewer. */
  public List<ToolPin> list(Operator by) {
    by.require(Role.VIEWER);
    return pins.all();
  }

  /** True if the configuration says what the tool of that name does. */
  public boolean described(String tool) {
    return described.test(tool);
  }

  /**
   * Trusts the definition that waits. Needs the role operator.
   *
   * @throws io.sluice.model.Stop NOT_FOUND if there is no such tool, or nothing waits
   */
  public ToolPin approve(String id, Operator by) {
    by.require(Role.OPERATOR);
    ToolPin.Severity severity =
        pins.all().stream()
            .filter(pin -> ToolPins.id(pin.place()).equals(id))
            .map(ToolPin::severity)
            .findFirst()
            .orElse(ToolPin.Severity.NONE);
    ToolPin pin =
        pins.approve(id)
            .orElseThrow(() -> Fault.of(Code.NOT_FOUND, "no tool of that id waits").stop());
    var details =
        Map.of(
            "id", id,
            "tenant", pin.place().tenant(),
            "app", pin.place().app(),
            "severity", severity.name().toLowerCase(Locale.ROOT));
    journal.event("tool.approved", by.name(), details);
    return pin;
  }
}
