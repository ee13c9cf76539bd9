package io.sluice.approval;

/** Is told what became of approvals, after it is durable. */
@FunctionalInterface
public interface ApprovalWatch {
  /** This one was granted, denied, used, or ran out. */
  void closed(Approval approval);
}
