package io.sluice.flow;

import java.util.Map;

/**
 * How full the lineage index is.
 *
 * @param bytes of its file
 * @param entries hashes in it that lead somewhere
 * @param capacity how many there is room for
 * @param sources texts that were learned and are still known
 * @param evicted entries that had to make room before their time, since this process began
 * @param tenants entries of each tenant, by its name if it was heard since this process began
 */
public record IndexStatus(
    long bytes, long entries, long capacity, int sources, long evicted, Map<String, Long> tenants) {
  public IndexStatus {
    tenants = Map.copyOf(tenants);
  }
}
