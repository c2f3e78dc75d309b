"""Reading referrals: inboxes, one referral, what it rests on, measures."""
