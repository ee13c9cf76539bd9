package io.sluice.identity;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An operator store in a list. */
final class MemoryOperatorStore implements OperatorStore {
  private final List<OperatorRecord> all = new ArrayList<>();

  @Override
  public void add(OperatorRecord operator) {
    if (all.stream()
        .anyMatch(other -> other.name().equals(operator.name()) && other.revokedAt() == null)) {
      throw Fault.of(Code.CONFLICT, "taken").stop();
    }
    all.add(operator);
  }

  @Override
  public boolean revoke(String name, Instant at) {
    for (int i = 0; i < all.size(); i++) {
      var old = all.get(i);
      if (old.name().equals(name) && old.revokedAt() == null) {
        all.set(
            i,
            new OperatorRecord(
                old.id(), name, old.role(), old.proof(), old.createdAt(), old.createdBy(), at));
        return true;
      }
    }
    return false;
  }

  @Override
  public List<OperatorRecord> all() {
    return List.copyOf(all);
  }
}
