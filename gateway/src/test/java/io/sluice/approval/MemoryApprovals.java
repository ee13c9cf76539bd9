package io.sluice.approval;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps approvals in memory. */
final class MemoryApprovals implements ApprovalStore {
  private final Map<String, Approval> all = new LinkedHashMap<>();

  @Override
  public void put(Approval approval) {
    all.put(approval.id(), approval);
  }

  @Override
  public Optional<Approval> find(String id) {
    return Optional.ofNullable(all.get(id));
  }

  @Override
  public List<Approval> live(Instant now) {
    return all.values().stream()
        .filter(one -> one.closing() == null || now.isBefore(one.closing().until()))
        .toList();
  }

  @Override
  public List<Approval> newest(int limit) {
    return new ArrayList<>(all.values()).reversed().stream().limit(limit).toList();
  }
}
