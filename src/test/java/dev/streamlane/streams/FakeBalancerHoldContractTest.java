package dev.streamlane.streams;

class FakeBalancerHoldContractTest extends LoadBalancerHoldContract {
    @Override
    protected LoadBalancerStore store() {
        return new FakeLbsStore();
    }
}
