package dev.streamlane.streams;

class FakeBalancerContractTest extends LoadBalancerContract {
    @Override
    protected LoadBalancerStore store() {
        return new FakeLbsStore();
    }
}
