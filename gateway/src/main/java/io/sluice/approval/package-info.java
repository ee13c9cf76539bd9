/** What people decide besides rules: approvals, suspensions, waivers. */
@NullMarked
package io.sluice.approval;

import org.jspecify.annotations.NullMarked;
