package io.sluice.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Example;
import io.sluice.model.Principal.Period;
import io.sluice.model.SetClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaiversTest {
  private static final Approvers SOMEBODY =
      new Approvers() {
        @Override
        public Optional<String> objection(String operator, Asker asker) {
          return Optional.empty();
        }

        @Override
        public boolean anyFor(Asker asker) {
          return true;
        }
      };

  /** What is kept, the newest last. */
  private static final class Shelf implements WaiverStore {
    private final List<Waiver> kept = new ArrayList<>();

    @Override
    public List<Waiver> all() {
      return List.copyOf(kept);
    }

    @Override
    public void put(Waiver waiver) {
      kept.add(waiver);
    }
  }

  private final Shelf shelf = new Shelf();
  private final Approvals approvals =
      new Approvals(
          new Approvals.Ports(
              new MemoryApprovals(), SOMEBODY, (type, actor, details) -> {}, Notice.NONE),
          () -> new ApprovalSettings(List.of(), Duration.ofHours(2), null),
          () -> "a1",
          new SetClock(Example.NOON));

  private static Waivers.Wish wish() {
    return new Waivers.Wish(
        "rule.7",
        new Waiver.Scope("", "", "", "", ""),
        new Waiver.Grounds("a reason", "T-1"),
        "bob",
        Example.NOON.plusSeconds(3_600));
  }

  @Test
  void what_is_revoked_while_its_grant_is_written_down_stays_revoked() {
    var waivers = new ArrayList<Waivers>();
    var meets =
        new Waivers(
            shelf,
            approvals,
            (type, actor, details) -> {
              if (type.equals("waiver.granted")) {
                waivers.getFirst().revoke("w1", "ann", Example.NOON);
              }
            });
    waivers.add(meets);
    Waiver asked = meets.create("w1", wish(), Example.NOON);
    approvals.approve(asked.life().approval(), "ann", null);
    var caller = Example.principal(null, Period.LIFE);
    assertThat(meets.inForce(caller, "", Example.NOON)).isEmpty();
    assertThat(shelf.all().getLast().ending()).isNotNull();
  }

  @Test
  void what_is_granted_is_in_force_until_it_is_revoked() {
    var waivers = new Waivers(shelf, approvals, (type, actor, details) -> {});
    Waiver asked = waivers.create("w1", wish(), Example.NOON);
    var caller = Example.principal(null, Period.LIFE);
    assertThat(waivers.inForce(caller, "", Example.NOON)).isEmpty();
    approvals.approve(asked.life().approval(), "ann", null);
    assertThat(waivers.inForce(caller, "", Example.NOON)).hasSize(1);
    waivers.revoke("w1", "ann", Example.NOON);
    assertThat(waivers.inForce(caller, "", Example.NOON)).isEmpty();
  }
}
