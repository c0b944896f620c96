package dev.streamlane.streams;

class FakeBalancerDuplicatesContractTest extends LoadBalancerDuplicatesContract {
    @Override
    protected LoadBalancerStore store() {
        return new FakeLbsStore();
    }
}
