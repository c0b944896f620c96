#!lua flags=allow-oom
-- Counts what a group has not finished of a partition, and tells who holds it. Whoever holds it renews the lease by that,
-- also one that expired and was taken by nobody.
-- Redis' lag is right but where entries were removed unread, which it does not notice. While the oldest entry is a new
-- one, all are, and where none is left, none is: then its counter is put right. Without a lag: at most the length.
-- KEYS: 1 stream, 2 lease
-- ARGV: 1 group; to renew also 2 incarnation, 3 epoch, 4 TTL in ms
-- Codes: 0 LOST, 1 TAKEN
-- Returns: {0} or {1, pending, length, backlog, ms since the oldest unfinished entry, whether paused, version of that, owner
--          if anybody holds it now, epoch, ms until the deadline, how many were delivered in all, -1 if Redis has lost count}
local stream, renews, group = KEYS[1], #ARGV > 1, nil
local held = redis.call('HMGET', KEYS[2], 'incarnation', 'epoch', 'paused', 'version', 'owner', 'deadline')
for _, row in ipairs(redis.pcall('XINFO', 'GROUPS', stream)) do -- an error if there is no stream
  if row[2] == ARGV[1] then group = row end
end
if renews and (held[1] ~= ARGV[2] or held[2] ~= ARGV[3] or not group) then return {0} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if renews then redis.call('HSET', KEYS[2], 'deadline', now + ARGV[4], 'ttl', ARGV[4]) end
local length, oldest, new = redis.call('XLEN', stream), now, 0
local pending, last, read, lag = 0, '0-0', nil, nil
if group then pending, last, read, lag = group[6], group[8], group[10], group[12] end
local function age_from(id) oldest = math.min(oldest, tonumber(id:match('^%d+'))) end
if lag ~= 0 then
  local following = redis.call('XRANGE', stream, '(' .. last, '+', 'COUNT', 1)[1]
  local first = following and redis.call('XRANGE', stream, '-', '+', 'COUNT', 1)[1]
  if following then
    age_from(following[1])
    new = math.min(first[1] == following[1] and length or lag or length, length)
  end
  if read and lag and lag ~= new and (not following or new == length) then
    redis.call('XGROUP', 'SETID', stream, ARGV[1], last, 'ENTRIESREAD', read + lag - new)
  end
end
if pending > 0 then age_from(redis.call('XPENDING', stream, ARGV[1])[2]) end
local left = math.max(0, (tonumber(held[6]) or 0) - now)
local owner = held[1] and held[1] ~= '' and left > 0 and held[5]
return {1, pending, length, new + pending, math.max(0, now - oldest), held[3] or '0', held[4] or '0', owner, held[2], left,
  read or -1}
