package io.sluice;

import io.sluice.admin.InventoryLines;
import io.sluice.admin.ManageInventory;
import io.sluice.admin.ManageInventory.Draft;
import io.sluice.admin.ManageInventory.Refused;
import io.sluice.admin.ManageInventory.Taken;
import io.sluice.admin.ManageInventory.Version;
import io.sluice.audit.Change;
import io.sluice.audit.Recorder;
import io.sluice.config.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Takes the inventory out, and brings statements in. */
final class InventoryDesk implements ManageInventory.Desk {
  private static final int MOST_REASONS = 20;

  private final InventoryShelf shelf;
  private final Snapshots snapshots;
  private final Recorder recorder;
  private final InForce inForce;

  InventoryDesk(InventoryShelf shelf, Snapshots snapshots, Recorder recorder, InForce inForce) {
    this.shelf = shelf;
    this.snapshots = snapshots;
    this.recorder = recorder;
    this.inForce = inForce;
  }

  @Override
  public List<List<String>> lines() {
    var snapshot = snapshots.get();
    return InventoryLines.of(snapshots.inventory(), snapshot.registry(), snapshot.labels().tools());
  }

  @Override
  public Taken take(Draft draft, String by) throws IOException, Refused {
    var text = new Imported(draft.name(), draft.text());
    Importing.Outcome outcome = snapshots.importing().of(text);
    List<Problem> problems = outcome.problems();
    if (!problems.isEmpty()) {
      throw new Refused(problems.stream().limit(MOST_REASONS).map(Problem::text).toList());
    }
    String before = shelf.imported(shelf.last()).sha256();
    int version = shelf.last() + 1;
    var subjects = outcome.statements().names();
    var tools = outcome.tools().keySet().stream().sorted().toList();
    if (!draft.trial()) {
      version = shelf.keep(text, by, snapshots.clockNow());
      String old = snapshots.get().ids().snapshot();
      inForce.look(by, () -> snapshots.bring(text));
      var details =
          Map.of(
              "version", Integer.toString(version),
              "file", draft.name(),
              "subjects", String.join(" ", subjects),
              "tools", String.join(" ", tools),
              "snapshot_before", old,
              "snapshot", snapshots.get().ids().snapshot());
      String receipt =
          recorder.changed(new Change("inventory.imported", by, before, text.sha256(), details));
      assert !receipt.isEmpty();
    }
    return new Taken(version, before, text.sha256(), subjects, tools);
  }

  @Override
  public List<Version> versions() throws IOException {
    return shelf.versions();
  }

  @Override
  public String text(int number) throws IOException {
    return shelf.imported(number).text();
  }
}
