/**
 * What this replica has done since it was started, and in the last ten seconds: counted in memory, for people who look and
 * for the applications that run here. What is kept, graphed and added up over replicas are the metrics.
 */
package dev.streamlane.stats;
